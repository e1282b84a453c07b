import { INSTALLED, shared } from "../wire/names.js";

/**
 * The stage itself, which is short because Streamlit sends it with every scene.
 * @param {import("./show.js").Component} component
 * @returns {() => void}
 */
export default function mount(component) {
  const show = shared(INSTALLED);
  if (show) return show(component);
  /** @type {(() => void) | null} */
  let leave = null;
  const begin = () => { leave = mount(component); };
  window.addEventListener(INSTALLED, begin, { once: true });
  return () => {
    window.removeEventListener(INSTALLED, begin);
    leave?.();
  };
}
