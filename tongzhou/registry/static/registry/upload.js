/** Lets a roster be dropped anywhere on the upload page; without script the field serves alone. */

/** @param {HTMLFormElement} form */
function acceptDrops(form) {
  const field = form.querySelector("input[type='file']");
  if (!(field instanceof HTMLInputElement)) return;
  /** @param {boolean} isHovering */
  const mark = (isHovering) => form.toggleAttribute("data-hovering", isHovering);

  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    field.files = files;
    field.focus();
  });
}

const form = document.querySelector("form[data-drop]");
if (form instanceof HTMLFormElement) acceptDrops(form);
