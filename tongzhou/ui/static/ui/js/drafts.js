/**
 * Nothing typed is lost: `<form data-draft="key">` keeps what is typed in this tab's session
 * storage, restores it after a failure or a reload, and forgets it once the server has named the
 * form's id as stored. Passwords and files are never kept; signing out wipes everything.
 */

import { newId } from "./ids.js";
import { idField, savedId } from "./once.js";

const PREFIX = "draft:";
const NEVER = new Set(["password", "file", "hidden", "submit", "button", "image", "reset"]);

/**
 * @typedef {{ name: string, value: string, index: number }} Typed one control's contents
 * @typedef {{ id: string, fields: Typed[] }} Draft
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Box
 */

/** @param {string} type of a control @param {string} [autocomplete] @returns {boolean} */
export function isKept(type, autocomplete = "") {
  return !NEVER.has(type) && !/password|one-time-code|off-draft/.test(autocomplete);
}

/**
 * @param {Box} box
 * @param {string} key
 * @returns {Draft | null}
 */
export function readDraft(box, key) {
  const text = box.getItem(PREFIX + key);
  if (!text) return null;
  try {
    return /** @type {Draft} */ (JSON.parse(text));
  } catch {
    box.removeItem(PREFIX + key);
    return null;
  }
}

/** @param {Box} box @param {string} key @param {Draft} draft */
export function writeDraft(box, key, draft) {
  try {
    box.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // A full storage must not stop anybody from typing or sending.
  }
}

/** @param {Box} box @returns {string[]} keys of all drafts */
function keysOf(box) {
  const names = Array.from({ length: box.length }, (_, i) => box.key(i) ?? "");
  return names.filter((name) => name.startsWith(PREFIX));
}

/** @param {Box} box forget all drafts */
export function wipe(box) {
  for (const name of keysOf(box)) box.removeItem(name);
}

/**
 * Forget the draft of the form that the server stored.
 * @param {Box} box
 * @param {string} id the server named; empty for none
 */
export function forgetStored(box, id) {
  if (!id) return;
  for (const name of keysOf(box)) {
    const draft = readDraft(box, name.slice(PREFIX.length));
    if (draft?.id === id) box.removeItem(name);
  }
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {HTMLFormElement} form @returns {Control[]} */
function controls(form) {
  return Array.from(form.elements).filter(
    /** @returns {element is Control} */ (element) =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== "" &&
      (element.dataset.keep !== undefined || isKept(element.type, element.autocomplete)),
  );
}

/** @param {Control} control @returns {string} */
function contents(control) {
  const isBox = control instanceof HTMLInputElement && /checkbox|radio/.test(control.type);
  return isBox ? String(/** @type {HTMLInputElement} */ (control).checked) : control.value;
}

/** @param {Control} control @param {string} value */
function fill(control, value) {
  if (control instanceof HTMLInputElement && /checkbox|radio/.test(control.type)) {
    control.checked = value === "true";
  } else {
    control.value = value;
  }
}

/** @param {HTMLFormElement} form @returns {Typed[]} */
function typed(form) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return controls(form).map((control) => {
    const index = seen.get(control.name) ?? 0;
    seen.set(control.name, index + 1);
    return { name: control.name, value: contents(control), index };
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Typed[]} fields
 * @returns {boolean} whether anything on the page changed
 */
function restore(form, fields) {
  let changed = false;
  for (const { name, value, index } of fields) {
    const control = controls(form).filter((c) => c.name === name)[index];
    if (!control || contents(control) === value) continue;
    fill(control, value);
    changed = true;
  }
  return changed;
}

/** @param {HTMLFormElement} form @param {Box} box */
function keep(form, box) {
  const key = form.dataset.draft ?? "";
  const field = idField(form);
  if (!field.value) field.value = newId();
  writeDraft(box, key, { id: field.value, fields: typed(form) });
}

/** @param {HTMLFormElement} form @param {Box} box */
function bringBack(form, box) {
  const draft = readDraft(box, form.dataset.draft ?? "");
  if (!draft) return;
  idField(form).value = draft.id;
  // A form that the server sent back already shows what was typed.
  if (form.querySelector("[data-failed], .error-summary")) return;
  if (!restore(form, draft.fields)) return;
  const note = form.querySelector("[data-draft-note]");
  if (note instanceof HTMLElement) note.hidden = false;
}

/** @param {EventTarget | null} target @returns {HTMLFormElement | null} */
function draftForm(target) {
  const form = target instanceof Element ? target.closest("form[data-draft]") : null;
  return form instanceof HTMLFormElement ? form : null;
}

/**
 * @param {Document} page
 * @param {Window} view
 */
export function setUpDrafts(page, view) {
  const box = view.sessionStorage;
  forgetStored(box, savedId(page.cookie));
  for (const form of page.querySelectorAll("form[data-draft]")) {
    if (form instanceof HTMLFormElement) bringBack(form, box);
  }
  page.addEventListener("input", (event) => {
    const form = draftForm(event.target);
    if (form) keep(form, box);
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    const form = draftForm(event.target);
    const detail = /** @type {CustomEvent<{ successful: boolean }>} */ (event).detail;
    if (form && detail.successful) forgetStored(box, idField(form).value);
  });
  page.addEventListener("submit", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-sign-out]")) wipe(box);
  });
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-discard]") : null;
    const form = draftForm(button);
    if (!form) return;
    box.removeItem(PREFIX + (form.dataset.draft ?? ""));
    view.location.reload();
  });
}
