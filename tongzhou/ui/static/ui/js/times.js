/** A press on "yesterday 09:10" shows the exact moment, for fingers know no hovering. */

/** @param {Document} page */
export function setUpTimes(page) {
  page.addEventListener("click", (event) => {
    const time = event.target instanceof Element ? event.target.closest("time[title]") : null;
    if (!(time instanceof HTMLElement) || time.closest("a, button, summary")) return;
    const words = time.textContent ?? "";
    time.textContent = time.title;
    time.title = words;
  });
}
