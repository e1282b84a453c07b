import { INSTALLED } from "../wire/names.js";

/** The stage itself, which is short because Streamlit sends it with every scene. */
export default function mount(component) {
  const show = window[Symbol.for(INSTALLED)];
  if (show) return show(component);
  let leave = null;
  const begin = () => { leave = mount(component); };
  window.addEventListener(INSTALLED, begin, { once: true });
  return () => {
    window.removeEventListener(INSTALLED, begin);
    leave?.();
  };
}
