/** Theme and size of text change at once; the server only has to remember them. */

const DARK_MEDIA = {
  auto: "screen and (prefers-color-scheme: dark)",
  light: "not all",
  dark: "screen",
};

/** @param {Document} page */
export function setUpTheme(page) {
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-look] button") : null;
    if (button instanceof HTMLButtonElement) show(page, button.name, button.value);
  });
}

/** @param {Document} page @param {string} name @param {string} value */
export function show(page, name, value) {
  page.documentElement.dataset[name] = value;
  const sheet = page.getElementById("dark-sheet");
  if (name === "theme" && sheet instanceof HTMLLinkElement) {
    sheet.media = DARK_MEDIA[/** @type {keyof typeof DARK_MEDIA} */ (value)] ?? DARK_MEDIA.auto;
  }
}
