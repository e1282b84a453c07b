import { setAttribute } from "../drawing/dom.js";
import { idle } from "../drawing/motion.js";
import { withSubscripts } from "../drawing/letters.js";
import { wordsOf } from "./charts.js";

const CHARTS = "[data-testid=stPlotlyChart] .js-plotly-plot";
/** What may be wider or higher than there is room for, and what it is called then. */
const SCROLLING = Object.entries({
  "[data-testid=stMain] .katex-display": "Formula",
  "[data-testid=stMain] [data-testid=stCode] pre": "Script",
  "[data-testid=stMain] div:has(> table)": "Table",
});
const PAUSE = 150;

/**
 * Words and a place in the order of the Tab key for what Streamlit's page leaves without: a chart says
 * what it shows, and what scrolls can be scrolled by keys. One for a window, through all runs.
 */
export class Aloud {
  constructor() {
    this.due = false;
    const observer = new MutationObserver((records) => {
      if (records.some(({ target }) => !isOnStage(target))) this.later();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    window.addEventListener("resize", () => this.later());
    // A panel on stage may find its size after all else, as in a lecture that has just begun.
    this.sizes = new ResizeObserver(() => this.later());
    /** @type {WeakSet<Element>} */
    this.watched = new WeakSet();
    this.later();
  }

  /** Soon, once, and when the browser has nothing else to do. */
  async later() {
    if (this.due) return;
    this.due = true;
    setAttribute(document.documentElement, "data-aloud", "due");
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    await idle();
    this.due = false;
    for (const chart of document.querySelectorAll(CHARTS)) describe(chart);
    for (const [selector, name] of SCROLLING) {
      for (const one of document.querySelectorAll(selector)) {
        letScroll(one, name);
        this.watch(one);
        if (one.firstElementChild) this.watch(one.firstElementChild);
      }
    }
    if (!this.due) setAttribute(document.documentElement, "data-aloud", "done");
  }

  /**
   * Whether it scrolls depends on its size.
   * @param {Element} one
   */
  watch(one) {
    if (this.watched.has(one)) return;
    this.watched.add(one);
    this.sizes.observe(one);
  }
}

/** @param {Node} node */
function isOnStage(node) {
  return node instanceof Element && node.closest("[data-testid=stage]") !== null;
}

/**
 * A chart that has words of its own keeps them.
 * @param {any} chart as Plotly has made it
 */
function describe(chart) {
  const { _fullData: data, _fullLayout: layout } = chart;
  if (!data || !layout || chart.closest("[role=img][aria-label]")) return;
  setAttribute(chart, "role", "figure");
  setAttribute(chart, "aria-label", withSubscripts(wordsOf(data, layout)));
}

/**
 * @param {Element} element
 * @param {string} name
 */
function letScroll(element, name) {
  const scrolls = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  if (!scrolls) {
    if (element.getAttribute("role") !== "region") return;
    for (const each of ["tabindex", "role", "aria-label"]) element.removeAttribute(each);
    return;
  }
  setAttribute(element, "tabindex", "0");
  setAttribute(element, "role", "region");
  setAttribute(element, "aria-label", name);
}
