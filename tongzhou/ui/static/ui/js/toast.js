/** Short answers at the foot of the page; ten seconds, longer while the pointer rests on them. */

const SHOWN_MS = 10_000;
// More than these would cover what is being worked on.
const SHOWN_AT_ONCE = 2;

/** @typedef {{ text: string, tone?: string, undo?: string }} Toast */

/** @param {Element} toast */
function letGo(toast) {
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, SHOWN_MS);
    else toast.remove();
  };
  // What went wrong stays until it is closed.
  if (toast.getAttribute("data-tone") !== "alarm") setTimeout(leave, SHOWN_MS);
}

/**
 * The oldest leave for the newest; what went wrong is the last to leave.
 * @param {Element[]} toasts oldest first
 * @returns {Element[]} those for which there is no room
 */
export function crowdedOut(toasts) {
  const tooMany = Math.max(0, toasts.length - SHOWN_AT_ONCE);
  const isAlarm = (/** @type {Element} */ toast) => toast.getAttribute("data-tone") === "alarm";
  const older = toasts.slice(0, -1).sort((a, b) => Number(isAlarm(a)) - Number(isAlarm(b)));
  return older.slice(0, tooMany);
}

/** @param {Element} tray */
function makeRoom(tray) {
  for (const toast of crowdedOut(Array.from(tray.children))) toast.remove();
}

/** @param {Document} page @param {Toast} toast @returns {Element | null} */
export function draw(page, { text, tone = "done", undo = "" }) {
  const template = page.getElementById("toast-template");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const element = copy.querySelector(".toast");
  const words = copy.querySelector("p");
  const form = copy.querySelector("form");
  if (!element || !words || !form) return null;
  element.setAttribute("data-tone", tone);
  words.textContent = text;
  form.hidden = undo === "";
  form.action = undo;
  const icon = copy.querySelector(`[data-icon="${tone}"]`) ?? copy.querySelector("[data-icon]");
  if (icon instanceof HTMLElement) icon.hidden = false;
  return element;
}

/** @param {Document} page */
export function setUpToasts(page) {
  const tray = page.getElementById("toasts");
  if (!tray) return;
  makeRoom(tray);
  for (const toast of tray.children) letGo(toast);
  page.addEventListener("toast", (event) => {
    const toast = draw(page, /** @type {CustomEvent<Toast>} */ (event).detail);
    if (!toast) return;
    tray.append(toast);
    makeRoom(tray);
    letGo(toast);
  });
  const { unsent = "", failed = "" } = tray.dataset;
  const complain = (/** @type {string} */ text) => () =>
    page.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "alarm" } }));
  page.addEventListener("htmx:sendError", complain(unsent));
  page.addEventListener("htmx:responseError", complain(failed));
  page.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-close='toast']")) target.closest(".toast")?.remove();
  });
}
