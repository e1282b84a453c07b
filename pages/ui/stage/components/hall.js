import { Aloud } from "../aloud/aloud.js";
import { Hall } from "../hall/hall.js";
import { ALOUD, HALL, shared } from "../wire/names.js";

/**
 * The component that makes a page fit for a lecture hall, and for those who do not see it; it shows nothing where it stands.
 * @param {{data: import("../hall/hall.js").Told, setTriggerValue: (event: string, value: unknown) => void}} component
 */
export default function bring({ data, setTriggerValue }) {
  const hall = shared(HALL) ?? shared(HALL, new Hall());
  hall.update(data, setTriggerValue);
  if (!shared(ALOUD)) shared(ALOUD, new Aloud());
}
