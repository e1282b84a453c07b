import { Stage } from "./main.js";

const stages = new WeakMap();

/** Streamlit calls this at mount and at each rerun; what it returns, when the component goes. */
export function show({ parentElement, data, setTriggerValue }) {
  let stage = stages.get(parentElement);
  const root = parentElement.querySelector("[data-testid=stage]");
  if (!stage || stage.destroyed || stage.root !== root) {
    stage?.destroy();
    stage = new Stage(root);
    stages.set(parentElement, stage);
  }
  stage.send = setTriggerValue;
  stage.receive(data);
  // A call that a newer one has overtaken is cleaned up too, so only a stage off the page goes.
  return () => setTimeout(() => !root.isConnected && stage.destroy());
}
