import { zoomOf } from "../drawing/canvas.js";
import { make } from "../drawing/dom.js";
import { frames, idle, inTurn } from "../drawing/motion.js";
import { StageError } from "../wire/wire.js";
import { hatchLines } from "./hatch.js";
import { CAMERA, dressFigure, FIGURE_CONFIG, plotly as loaded, whyNoWebGL } from "./plotlyjs.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { CameraView } from "../surface/orbit.js" */

/**
 * A figure as it should look, and a name for all of this together.
 * @typedef {{theme: Theme, slice: number | null, width: number, height: number, source: any, key: string}} Wanted
 */

const NO_WEBGL = "no WebGL here";

/**
 * One Plotly figure of a landscape: drawn anew only when it changed, one call at a time. Its first
 * drawing waits until the page has nothing else to do.
 */
export class Plot {
  /**
   * @param {import("./landscape.js").LandscapePanel} panel
   * @param {string} view
   */
  constructor(panel, view) {
    this.panel = panel;
    this.view = view;
    /** @type {any} the figure as Python has sent it */
    this.source = null;
    this.revision = "";
    this.following = false;
    /** @type {any} Plotly makes more of it than an element */
    this.element = make("div", { class: "ll-plot", "aria-hidden": "true" });
    /** @type {string | null} */
    this.drawn = null;
    /** The surface that is drawn, by figure and slice. */
    this.shown = "";
    /** @type {Wanted | null} */
    this.wanted = null;
    this.busy = false;
    /** Why Plotly does not draw this figure; empty while it may. */
    this.failure = "";
    /** @type {CameraView | null} the one to follow to */
    this.camera = null;
    panel.handle.camera.join(this);
  }

  /** Plotly takes the pointer to be elsewhere on a page that is zoomed: there the stage draws alone. */
  get possible() {
    return !this.failure && zoomOf(this.element) === 1;
  }

  /** The div that Plotly has drawn into, or null where the stage's own drawing stands for it. */
  get figure() {
    return this.drawn && !this.behind && zoomOf(this.element) === 1 ? this.element : null;
  }

  /**
   * Is another surface drawn than the present one, or another slice of it? A surface takes Plotly
   * long, the stage a moment.
   */
  get behind() {
    return this.view === "3d" && this.shown !== `${this.source.digest} ${this.wanted?.slice}`;
  }

  /** Whether its first drawing is under way. */
  get coming() {
    return this.drawn === null && this.busy;
  }

  /** @param {any} panel */
  setFigure(panel) {
    const figure = this.view === "3d" ? panel.figure3d : panel.figure2d;
    const { plane } = this.panel;
    this.revision = JSON.stringify([plane.labels, plane.alpha, plane.beta]);
    if (this.source?.digest === figure.digest) return;
    this.source = figure;
    this.failure = "";
  }

  /** @param {boolean} visible */
  show(visible) {
    this.element.classList.toggle("ll-off", !visible);
  }

  /**
   * Ask for the figure as it should look now; nothing happens if it looks so already.
   * @param {Theme} theme
   * @param {number | null} slice
   */
  sync(theme, slice) {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width < 40 || height < 40) return;
    this.wanted = { theme, slice, width, height, source: this.source,
      key: [this.source.digest, theme.key, slice, width, height, this.revision].join("|") };
    const due = this.wanted.key !== this.drawn && this.possible;
    if (due && !this.busy && !this.panel.gestures.turning) this.drawLatest();
  }

  /** The camera that the figure asks for. */
  get home() {
    return this.source.layout?.scene?.camera ?? CAMERA;
  }

  /**
   * The figure as it should look, in the stage's dress.
   * @param {Wanted} wanted
   */
  dressed({ theme, slice, width, height, source }) {
    return dressFigure(source, { theme, width, height, slice: this.slice(slice),
      revision: this.revision, camera: this.panel.handle.camera.now });
  }

  async drawLatest() {
    const { handle } = this.panel;
    this.busy = true;
    try {
      while (this.wanted && this.wanted.key !== this.drawn && !handle.signal.aborted
        && this === this.panel.plot) {
        const began = performance.now();
        if (this.drawn === null || this.behind) await this.drawInTurn();
        else await this.react(this.wanted);
        const pause = Math.min(500, 3 * (performance.now() - began));
        await new Promise((resolve) => { setTimeout(resolve, pause); });
      }
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.element.replaceChildren();
      handle.repaint();
    } finally {
      this.busy = false;
    }
  }

  /** The surface is there already, drawn by the stage: Plotly's comes when nobody would notice. */
  async drawInTurn() {
    const { handle } = this.panel;
    await idle();
    const hindrance = this.view === "3d" ? whyNoWebGL() : "";
    if (hindrance) throw new StageError(hindrance);
    await inTurn(async () => {
      await handle.rest();
      if (handle.signal.aborted) return;
      await handle.plotly();
      await handle.rest();
      if (this.wanted && this === this.panel.plot) await this.react(this.wanted);
    }, handle.signal);
  }

  /** @param {Wanted} wanted */
  async react(wanted) {
    const { handle } = this.panel;
    const plotly = await handle.plotly();
    const camera = handle.camera.now;
    const { data, layout } = this.dressed(wanted);
    if (handle.signal.aborted) return;
    await plotly.react(this.element, data, layout, FIGURE_CONFIG);
    if (this.view === "3d" && !this.element._fullLayout.scene._scene.glplot) throw new StageError(NO_WEBGL);
    if (this.drawn === null) {
      this.listen();
      // It is then on the screen, and the stage's own drawing can go.
      await frames(2);
    }
    this.drawn = wanted.key;
    this.shown = `${wanted.source.digest} ${wanted.slice}`;
    if (this.view === "3d") this.panel.noteCamera(this.element._fullLayout.scene.camera);
    const { now } = handle.camera;
    if (now && now !== camera) this.follow(now);
    handle.settle();
  }

  /**
   * What of the figure follows slice k of a stack.
   * @param {number | null} k
   */
  slice(k) {
    if (k === null) return null;
    const { costs } = this.panel;
    return { rows: costs.grids[k].rows(), hatch: hatchLines(costs.grids[k], costs.mask(k)) };
  }

  listen() {
    const { handle } = this.panel;
    /** @param {{[attribute: string]: any}} change */
    const turned = (change) => {
      const camera = change["scene.camera"] ?? this.element._fullLayout.scene?.camera;
      // A plot that follows reports where it has got to, which is not where it is led.
      if (this.view === "3d" && camera && !this.following) {
        this.panel.noteCamera(camera);
        handle.camera.turn(camera, this);
      }
      handle.settle();
    };
    this.element.on("plotly_relayouting", turned);
    this.element.on("plotly_relayout", turned);
    if (this.view !== "3d") return;
    /** @param {{points: {x: number, y: number}[]}} hovered */
    const hover = ({ points: [point] }) => this.panel.hover([point.x, point.y]);
    this.element.on("plotly_hover", hover);
    this.element.on("plotly_unhover", () => {
      this.panel.hover(null);
    });
  }

  /**
   * Follow another panel's camera; only the latest one counts.
   * @param {CameraView} camera
   */
  async follow(camera) {
    if (this.view !== "3d") return;
    this.panel.noteCamera(camera);
    this.camera = camera;
    if (!this.drawn || this.following) return;
    this.following = true;
    try {
      const plotly = await this.panel.handle.plotly();
      while (this.camera) {
        const next = this.camera;
        this.camera = null;
        await plotly.relayout(this.element, { "scene.camera": next });
      }
    } finally {
      this.following = false;
    }
  }

  /** Back to the camera and the ranges that Python has chosen. */
  async reset() {
    if (!this.drawn) {
      this.panel.handle.repaint();
      return;
    }
    const plotly = await this.panel.handle.plotly();
    const { xaxis, yaxis } = this.source.layout ?? {};
    await plotly.relayout(this.element, this.view === "3d"
      ? { "scene.camera": this.home }
      : { "xaxis.range": xaxis?.range ?? null, "yaxis.range": yaxis?.range ?? null,
        "xaxis.autorange": !xaxis?.range, "yaxis.autorange": !yaxis?.range });
  }

  destroy() {
    if (this.drawn) loaded()?.purge(this.element);
    this.drawn = null;
    this.panel.handle.camera.leave(this);
  }
}
