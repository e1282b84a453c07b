import { Stage } from "../player/stage.js";
import { shared, STAGES_SHOWN } from "../wire/names.js";

/**
 * What Streamlit hands to a component.
 * @typedef {object} Component
 * @property {HTMLElement} parentElement
 * @property {Uint8Array} data
 * @property {(event: string, value: unknown) => void} setTriggerValue
 */

/**
 * The stages by the element they are in; the window's, since the code may come more than once.
 * @returns {WeakMap<HTMLElement, Stage>}
 */
function shown() {
  return shared(STAGES_SHOWN) ?? shared(STAGES_SHOWN, new WeakMap());
}

/**
 * Streamlit calls this at mount and at each rerun; what it returns, when the component goes.
 * @param {Component} component
 */
export function show({ parentElement, data, setTriggerValue }) {
  let stage = shown().get(parentElement);
  const root = /** @type {HTMLElement} */ (parentElement.querySelector("[data-testid=stage]"));
  if (!stage || stage.signal.aborted || stage.root !== root) {
    stage?.destroy();
    stage = new Stage(root);
    shown().set(parentElement, stage);
  }
  stage.send = setTriggerValue;
  stage.arrivals.receive(data);
  // A call that a newer one has overtaken is cleaned up too, so only a stage off the page goes.
  const current = stage;
  return () => setTimeout(() => !root.isConnected && current.destroy());
}
