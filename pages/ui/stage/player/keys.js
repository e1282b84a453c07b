import { KEYS, shared } from "../wire/names.js";

/**
 * Of several stages on a page the keys go to the one last touched or focused, else to the first.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function claimKeys(root, signal) {
  for (const name of ["pointerdown", "focusin"]) {
    root.addEventListener(name, () => { shared(KEYS, root); }, { capture: true, signal });
  }
}

/**
 * Do the keys go to this stage?
 * @param {HTMLElement} root
 */
export function hasKeys(root) {
  const all = [...document.querySelectorAll("[data-testid=stage]")].filter((one) => one.checkVisibility());
  const last = shared(KEYS);
  return root === (all.includes(last) ? last : all[0]);
}
