// core's menu of activations, as bundle.py writes it: tests/test_javascript.py leaves it in the folder
// that is the argument.
import { ACTIVATIONS } from "../../pages/ui/stage/model/activations.js";

const written = await import(`file://${Deno.args[0]}/activations.js`);
Object.assign(ACTIVATIONS, written.ACTIVATIONS);
