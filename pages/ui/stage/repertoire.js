import { keepRepertoire } from "./wire.js";

/** The component that brings repertoires; it shows nothing. */
export default function bring({ data }) {
  keepRepertoire(data);
}
