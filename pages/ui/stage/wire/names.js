/** Components have a module each; what they share hangs on the window under these names. */
export const INSTALLED = "loss-landscape-stage";
export const ARRIVED = "loss-landscape-repertoire";
export const GROWN = "loss-landscape-chunks";
export const STAGES_SHOWN = "loss-landscape-stages";
export const KEYS = "loss-landscape-keys";
