import { offerKinds } from "../player/kinds.js";
import { INSTALLED, shared } from "../wire/names.js";
import { show } from "./show.js";

/** The component that brings the stage's code, with the panels that the page shows: it shows nothing. */
export default function install() {
  offerKinds();
  shared(INSTALLED, show);
  window.dispatchEvent(new Event(INSTALLED));
}
