import { onceAFrame } from "./motion.js";

/**
 * Call back when the stage has another size, and when the page may have another theme.
 * @param {Element} root
 * @param {AbortSignal} signal ends it
 * @param {{resized: () => void, themed: () => void}} calls
 */
export function watchSurroundings(root, signal, { resized, themed }) {
  const sizes = new ResizeObserver(() => {
    noteScreen(root.clientWidth);
    resized();
  });
  sizes.observe(root);
  // Streamlit dresses its elements at each rerun: to read styles in the midst of it has the browser work them out twice.
  const themes = new MutationObserver(onceAFrame(themed));
  for (let above = root.parentElement; above; above = above.parentElement) {
    themes.observe(above, { attributes: true, attributeFilter: ["class", "style"] });
  }
  signal.addEventListener("abort", () => {
    sizes.disconnect();
    themes.disconnect();
  });
}

/**
 * Leave word for print.css how wide a stage is on the screen, and how high the screen: nothing can be
 * drawn anew for paper, so that what is drawn is printed smaller, in the same shape.
 * @param {number} width
 */
function noteScreen(width) {
  if (matchMedia("print").matches) return;
  const { style } = document.documentElement;
  style.setProperty("--ll-screen-width", String(width));
  style.setProperty("--ll-screen-height", String(innerHeight));
}

/**
 * Let style sheets know a theme's colors.
 * @param {HTMLElement} root
 * @param {import("./canvas.js").Theme} theme
 */
export function dress(root, { ink, muted, faint, hair, wash, paper }) {
  for (const [name, color] of Object.entries({ ink, muted, faint, hair, wash, paper })) {
    root.style.setProperty(`--ll-${name}`, color);
  }
}
