// On the page where somebody signs out: lists, names and keys leave this phone, what was not sent
// stays, and whoever signs out is told how much that is.

import { openStore } from "./db.js";
import { counts } from "./outbox.js";
import { endShift } from "./shift.js";
import { notice } from "./ui.js";
import { speak, t } from "./words.js";

/** @param {HTMLFormElement} form */
async function leave(form) {
  // Where the browser keeps nothing, nothing is to be cleared.
  const store = await openStore(indexedDB).catch(() => null);
  const { unsent, carried } = store ? await counts(store) : { unsent: 0, carried: 0 };
  const waiting = unsent + carried;
  if (waiting && !form.dataset.told) return tell(form, waiting);
  if (store) await endShift(store);
  return form.submit();
}

/** @param {HTMLFormElement} form @param {number} count */
function tell(form, count) {
  form.dataset.told = "1";
  const said = notice(t("leave_unsent", { count }), "alarm");
  said.dataset.tone = "warning";
  form.before(said);
  said.scrollIntoView({ block: "center" });
}

speak(document.documentElement.lang);
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form).catch(() => form.submit());
  });
}
