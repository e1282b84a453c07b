import { keepRepertoire } from "../wire/wire.js";

/** The component that brings repertoires; it shows nothing. */
export default function bring({ data, parentElement }) {
  keepRepertoire(data, parentElement);
}
