import { offerChunks } from "../wire/wire.js";

/**
 * The component that brings what is new of a run under way; it shows nothing.
 * @param {import("./show.js").Component} component
 */
export default function bring({ data }) {
  offerChunks(data);
}
