/** Keys for people who work with both hands on the keyboard; silent while they type. */

const TYPING = "input, textarea, select, [contenteditable], [role='combobox']";
const QUIET_TYPES = new Set(["checkbox", "radio", "button", "submit"]);

/**
 * @typedef {{ key: string, ctrl: boolean, alt: boolean, typing: boolean }} Stroke
 * @typedef {"search" | "new" | "next" | "previous" | "open" | "keys" | "save" | ""} Deed
 */

/** @type {Record<string, Deed>} */
const DEEDS = { "/": "search", n: "new", j: "next", k: "previous", Enter: "open", "?": "keys" };

/** @param {Stroke} stroke @returns {Deed} what the stroke asks for, or nothing */
export function deedOf(stroke) {
  if (stroke.key === "Enter" && stroke.ctrl) return "save";
  if (stroke.typing || stroke.ctrl || stroke.alt) return "";
  return DEEDS[stroke.key] ?? "";
}

/**
 * The place in a list after one move; from nowhere the first or the last.
 * @param {number} current -1 for nowhere
 * @param {number} count
 * @param {number} step 1 or -1
 * @returns {number} -1 in an empty list
 */
export function moved(current, count, step) {
  if (count === 0) return -1;
  if (current < 0) return step > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, current + step));
}

/** @param {EventTarget | null} target @returns {boolean} */
function isTyping(target) {
  if (!(target instanceof Element) || !target.matches(TYPING)) return false;
  return !(target instanceof HTMLInputElement && QUIET_TYPES.has(target.type));
}

/** @param {Document} page @returns {HTMLElement[]} the entries one can walk over */
function items(page) {
  return Array.from(page.querySelectorAll("[data-key-item]")).filter(
    /** @returns {item is HTMLElement} */ (item) =>
      item instanceof HTMLElement && item.offsetParent !== null,
  );
}

/** @param {HTMLElement} item @returns {HTMLElement} what takes the focus and opens */
function opener(item) {
  const inside = item.matches("[data-open]") ? item : item.querySelector("[data-open]");
  return inside instanceof HTMLElement ? inside : item;
}

/** @param {Document} page @param {number} step */
function walk(page, step) {
  const all = items(page);
  const here = all.findIndex((item) => item.dataset.here !== undefined);
  const next = moved(here, all.length, step);
  if (next < 0) return;
  if (here >= 0) delete all[here].dataset.here;
  all[next].dataset.here = "";
  opener(all[next]).focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

/** @param {Document} page @param {Event} event */
function save(page, event) {
  const target = event.target instanceof Element ? event.target : null;
  const form = target?.closest("form") ?? page.querySelector("form[data-main]");
  if (form instanceof HTMLFormElement && form.method === "post") form.requestSubmit();
}

/** @param {Document} page @param {string} selector */
function click(page, selector) {
  const element = page.querySelector(selector);
  if (element instanceof HTMLElement) element.click();
}

/** @param {Document} page @returns {boolean} whether there was anything to go to */
function search(page) {
  const box = page.querySelector("[data-search], main input[type='search']");
  if (box instanceof HTMLElement) box.focus();
  else click(page, "[data-nav='workflows:search']");
  return true;
}

/** @param {Document} page @param {Event} event @param {Deed} deed @returns {boolean} handled */
function act(page, event, deed) {
  if (deed === "search") return search(page);
  if (deed === "new") click(page, "[data-nav='desk:new']");
  else if (deed === "next") walk(page, 1);
  else if (deed === "previous") walk(page, -1);
  else if (deed === "keys") click(page, "[data-dialog='keys-dialog']");
  else if (deed === "save") save(page, event);
  else return false;
  return true;
}

/** @param {Document} page */
export function setUpKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || page.querySelector("dialog[open]")) return;
    const deed = deedOf({
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      typing: isTyping(event.target),
    });
    // Enter on the focused link opens by itself.
    if (deed && deed !== "open" && act(page, event, deed)) event.preventDefault();
  });
}
