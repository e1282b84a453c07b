import { INSTALLED, shared } from "../wire/names.js";
import { show } from "./show.js";

/** The component that brings the stage's code, once for the page: it shows nothing. */
export default function install() {
  shared(INSTALLED, show);
  window.dispatchEvent(new Event(INSTALLED));
}
