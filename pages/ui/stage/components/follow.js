import { offerScene } from "../wire/wire.js";

/**
 * The component that brings a scene which says more of the run on stage; it shows nothing.
 * @param {import("./show.js").Component} component
 */
export default function bring({ data }) {
  offerScene(data);
}
