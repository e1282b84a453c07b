import { keepRepertoire } from "../wire/wire.js";

/**
 * The component that brings repertoires; it shows nothing.
 * @param {import("./show.js").Component} component
 */
export default function bring({ data, parentElement }) {
  keepRepertoire(data, parentElement);
}
