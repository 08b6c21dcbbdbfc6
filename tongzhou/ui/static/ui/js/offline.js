/** The bar that says there is no network. */

/**
 * @param {Document} page
 * @param {Window} view
 */
export function setUpOffline(page, view) {
  const show = () => {
    for (const bar of page.querySelectorAll("[data-offline]")) {
      if (bar instanceof HTMLElement) bar.hidden = view.navigator.onLine;
    }
  };
  view.addEventListener("online", show);
  view.addEventListener("offline", show);
  show();
}
