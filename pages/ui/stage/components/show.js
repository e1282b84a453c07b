import { Stage } from "../player/stage.js";
import { STAGES_SHOWN } from "../wire/names.js";

/** The stages by the element they are in; the window's, since the code may come more than once. */
function shown() {
  window[Symbol.for(STAGES_SHOWN)] ??= new WeakMap();
  return window[Symbol.for(STAGES_SHOWN)];
}

/** Streamlit calls this at mount and at each rerun; what it returns, when the component goes. */
export function show({ parentElement, data, setTriggerValue }) {
  let stage = shown().get(parentElement);
  const root = parentElement.querySelector("[data-testid=stage]");
  if (!stage || stage.destroyed || stage.root !== root) {
    stage?.destroy();
    stage = new Stage(root);
    shown().set(parentElement, stage);
  }
  stage.send = setTriggerValue;
  stage.receive(data);
  // A call that a newer one has overtaken is cleaned up too, so only a stage off the page goes.
  return () => setTimeout(() => !root.isConnected && stage.destroy());
}
