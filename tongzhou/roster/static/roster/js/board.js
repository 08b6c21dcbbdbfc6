// A name on the board can be dragged to another place; the server says what it breaks.
// Without this script a place is pressed instead: every step has its own button there.

const board = document.querySelector("[data-board]");
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-move-form]"));

/** The place under a pointer, if it can take somebody. @param {EventTarget | null} target */
function placeOf(target) {
  return target instanceof Element
    ? /** @type {HTMLElement | null} */ (target.closest("[data-shift]"))
    : null;
}

/** @param {HTMLElement} place @param {string} assignment */
function move(place, assignment) {
  const field = form?.elements.namedItem("assignment");
  if (!form || !(field instanceof HTMLInputElement)) return;
  const link = place.querySelector("a.cell");
  if (!(link instanceof HTMLAnchorElement)) return;
  field.value = assignment;
  form.action = new URL("move", link.href.split("?")[0]).href;
  form.submit();
}

/** @param {Element} root */
function mayBeDragged(root) {
  for (const stand of root.querySelectorAll("[data-stand]")) {
    stand.setAttribute("draggable", "true");
  }
  for (const link of root.querySelectorAll("a.cell")) link.setAttribute("draggable", "false");
}

if (board) {
  let from = /** @type {HTMLElement | null} */ (null);
  let over = /** @type {HTMLElement | null} */ (null);
  let assignment = "";
  const leave = () => {
    over?.classList.remove("is-over");
    over = null;
  };
  mayBeDragged(board);
  board.addEventListener("dragstart", (event) => {
    const stand = event.target instanceof HTMLElement ? event.target : null;
    if (!(event instanceof DragEvent) || !stand?.dataset.stand || !event.dataTransfer) return;
    assignment = stand.dataset.stand;
    from = placeOf(stand);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", stand.textContent ?? "");
  });
  board.addEventListener("dragover", (event) => {
    const place = placeOf(event.target);
    if (!assignment || !place || place === from) return leave();
    event.preventDefault();
    if (place === over) return;
    leave();
    over = place;
    place.classList.add("is-over");
  });
  board.addEventListener("drop", (event) => {
    const place = placeOf(event.target);
    if (!assignment || !place || place === from) return;
    event.preventDefault();
    move(place, assignment);
  });
  board.addEventListener("dragend", () => {
    assignment = "";
    leave();
  });
}
