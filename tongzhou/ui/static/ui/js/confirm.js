/** The button of a deed that cannot be undone wakes when the name has been typed. */

/** @param {string} typed @param {string} name @returns {boolean} */
export function isSame(typed, name) {
  return typed.normalize("NFKC").trim() === name.normalize("NFKC").trim();
}

/** @param {Document} page */
export function setUpConfirm(page) {
  for (const form of page.querySelectorAll("form[data-confirm]")) {
    const button = form.querySelector("button.danger");
    if (button instanceof HTMLButtonElement) button.disabled = true;
  }
  page.addEventListener("input", (event) => {
    const input = event.target;
    const form = input instanceof HTMLInputElement ? input.closest("form[data-confirm]") : null;
    const button = form?.querySelector("button.danger");
    if (!(input instanceof HTMLInputElement) || !(form instanceof HTMLElement)) return;
    if (button instanceof HTMLButtonElement) {
      button.disabled = !isSame(input.value, form.dataset.confirm ?? "");
    }
  });
}
