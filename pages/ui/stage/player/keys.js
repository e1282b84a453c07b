import { KEYS } from "../wire/names.js";

/** Of several stages on a page the keys go to the one last touched or focused, else to the first. */
export function claimKeys(root, signal) {
  for (const name of ["pointerdown", "focusin"]) {
    root.addEventListener(name, () => { window[Symbol.for(KEYS)] = root; }, { capture: true, signal });
  }
}

/** Do the keys go to this stage? */
export function hasKeys(root) {
  const all = [...document.querySelectorAll("[data-testid=stage]")].filter((one) => one.checkVisibility());
  const last = window[Symbol.for(KEYS)];
  return root === (all.includes(last) ? last : all[0]);
}
