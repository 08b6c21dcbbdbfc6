// On the server all rooms' static files lie under one address; in the sources each lies in its own
// room. A relative import from one room's scripts to another's is found here as the browser does.
import { register } from "node:module";

register("./resolve_hook.js", import.meta.url);
