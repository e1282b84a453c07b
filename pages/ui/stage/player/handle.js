import { rest } from "../drawing/motion.js";
import { loadPlotly } from "../landscape/plotlyjs.js";
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
    changeByHand: (lane, index, value) => {
      stage.clock.pause();
      stage.selection.change(lane, stage.frame, index, value);
      stage.touch();
    },
    takeBack: (index) => {
      stage.selection.takeBack(index);
      stage.touch();
    },
    tryVariant: (family, variant) => stage.tryVariant(family, variant),
    tryStart: (place) => stage.tryStart(place),
    tryModel: (ghost) => stage.show({ ghost }),
    present: (sheet) => stage.show({ sheet }),
    choose: (knob, value) => stage.tell("knob", [knob, value]),
    point: (pointed) => stage.show({ pointed }),
    seek: (frame) => stage.seek(frame),
    pause: () => stage.clock.pause(),
    focus: (lane) => stage.show({ lane }),
    look: (view) => {
      stage.show({ view });
      stage.stir();
    },
    hears: (event) => stage.scene.listens.includes(event),
    tell: (event, value) => stage.tell(event, value),
    plotly: () => loadPlotly(stage.scene.plotly_url),
    rest: () => rest(() => stage.clock.playing || document.documentElement.matches(":active")),
  };
}
