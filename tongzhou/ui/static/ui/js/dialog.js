/** Opens `<dialog id>` from `[data-dialog="id"]`; a press beside it closes it. */

/** @param {Document} page */
export function setUpDialogs(page) {
  page.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest("[data-dialog]");
    if (opener instanceof HTMLElement) open(page, opener.dataset.dialog ?? "");
    if (target instanceof HTMLDialogElement) target.close();
    if (target?.closest("[data-back]")) page.defaultView?.history.back();
  });
}

/** @param {Document} page @param {string} id */
function open(page, id) {
  const dialog = page.getElementById(id);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}
