import { Camera } from "../panels/camera.js";

/** @import { Handle } from "../panels/panel.js" */

/**
 * What panels may ask of a stage.
 * @param {import("./stage.js").Stage} stage
 * @returns {Handle}
 */
export function handleOf(stage) {
  return {
    signal: stage.signal,
    camera: new Camera(),
    repaint: () => stage.touch(),
    settle: () => stage.stir(),
    selection: () => stage.selection,
    model: (lane) => stage.model(lane),
    changeByHand: (lane, index, value) => stage.changeByHand(lane, index, value),
    takeBack: (index) => stage.takeBack(index),
    tryVariant: (family, variant) => stage.tryVariant(family, variant),
    tryStart: (place) => stage.tryStart(place),
    tryModel: (ghost) => stage.tryModel(ghost),
    choose: (knob, value) => stage.send(knob, value),
    point: (index) => stage.point(index),
    seek: (frame) => stage.seek(frame),
    pause: () => stage.clock.pause(),
    focus: (lane) => stage.setLane(lane),
    look: (view) => stage.setView(view),
    tell: (event, value) => stage.send(event, value),
    plotly: () => stage.plotly(),
  };
}
