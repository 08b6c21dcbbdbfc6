/** `[data-copy]` puts its text on the clipboard and says so. */

const SHOWN_MS = 2000;

/** @param {HTMLElement} button */
async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  const label = button.querySelector("span");
  if (!label) return;
  const before = label.textContent;
  label.textContent = button.dataset.copied ?? before;
  setTimeout(() => (label.textContent = before), SHOWN_MS);
}

/** @param {Document} page */
export function setUpCopy(page) {
  // Without a secure connection browsers offer no clipboard.
  const works = Boolean(page.defaultView?.navigator.clipboard);
  for (const button of page.querySelectorAll("[data-copy]")) {
    if (button instanceof HTMLElement) button.hidden = !works;
  }
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button instanceof HTMLElement) void copy(button);
  });
}
