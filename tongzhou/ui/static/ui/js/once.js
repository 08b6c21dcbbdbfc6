/**
 * Resend protection: `<form data-once>` carries an id made here, so that a form sent twice is
 * stored once. A second press while the first is under way does nothing.
 */

import { newId } from "./ids.js";

const FIELD = "client_id";

/** @param {HTMLFormElement} form @returns {HTMLInputElement} its hidden id field */
export function idField(form) {
  const there = form.querySelector(`input[name="${FIELD}"]`);
  if (there instanceof HTMLInputElement) return there;
  const field = form.ownerDocument.createElement("input");
  field.type = "hidden";
  field.name = FIELD;
  form.append(field);
  return field;
}

/** @param {HTMLFormElement} form */
function giveId(form) {
  const field = idField(form);
  if (!field.value) field.value = newId();
}

/** @param {Document} page */
export function setUpOnce(page) {
  page.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.matches("[data-once]")) return;
      if (form.dataset.sending !== undefined) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      giveId(form);
      form.dataset.sending = "";
    },
    { capture: true },
  );
  page.addEventListener("htmx:afterRequest", (event) => {
    const { successful } = /** @type {CustomEvent<{ successful: boolean }>} */ (event).detail;
    release(event.target, successful);
  });
  // A page that comes back from the browser's memory is a new intention if it had been sent.
  page.defaultView?.addEventListener("pageshow", (event) => {
    for (const form of page.querySelectorAll("form[data-once]")) {
      if (!(form instanceof HTMLFormElement)) continue;
      const wasSent = form.dataset.sending !== undefined;
      delete form.dataset.sending;
      if (event.persisted && wasSent && hasArrived(page, idField(form).value)) {
        idField(form).value = "";
      }
    }
  });
}

/**
 * The form may be sent again: under its id if it did not arrive, else under a new one.
 * @param {EventTarget | null} target
 * @param {boolean} arrived
 */
function release(target, arrived) {
  const form = target instanceof Element ? target.closest("form[data-once]") : null;
  if (!(form instanceof HTMLFormElement)) return;
  delete form.dataset.sending;
  if (arrived) idField(form).value = "";
}

/**
 * @param {Document} page
 * @param {string} id
 * @returns {boolean} whether the server named this id as stored
 */
export function hasArrived(page, id) {
  return savedId(page.cookie) === id;
}

/**
 * @param {string} cookies as in document.cookie
 * @returns {string} the id of the form the server stored last, or nothing
 */
export function savedId(cookies) {
  const found = /(?:^|;\s*)saved=([^;]*)/.exec(cookies);
  return found ? decodeURIComponent(found[1]) : "";
}
