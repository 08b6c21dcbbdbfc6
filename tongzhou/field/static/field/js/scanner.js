// A hand scanner types like a keyboard, only faster than anybody can, and ends with Enter.

import { takeText } from "./reading.js";
import { notice } from "./ui.js";

const FASTEST_HAND = 60;

/** @param {import("./app.js").App} app */
export function listenToScanner(app) {
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    const { key, timeStamp, target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    if (timeStamp - last > FASTEST_HAND) typed = "";
    last = timeStamp;
    if (key === "Enter" && typed.length >= 9) {
      event.preventDefault();
      const text = typed;
      typed = "";
      void takeText(app, text, () => app.showHome(), (said, kind) => tell(app, said, kind));
    } else if (key.length === 1) typed += key;
  });
}

/** @param {import("./app.js").App} app @param {string} text @param {string} kind */
function tell(app, text, kind) {
  const said = notice(text, `${kind} toast`);
  app.root.firstElementChild?.append(said);
  setTimeout(() => said.remove(), 6000);
}
