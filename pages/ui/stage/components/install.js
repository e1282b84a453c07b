import { offerKinds } from "../player/kinds.js";
import { INSTALLED, shared } from "../wire/names.js";
import { show } from "./show.js";

/** The code of the stage and of the panels that the page shows is there. */
export default function install() {
  offerKinds();
  shared(INSTALLED, show);
  window.dispatchEvent(new Event(INSTALLED));
}
