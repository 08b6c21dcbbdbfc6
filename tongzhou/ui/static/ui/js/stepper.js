/** Minus and plus beside a number: 36.5 in tenths, pieces in ones. */

/**
 * @typedef {{ step: number, min: number, max: number, start: number, digits: number }} Settings
 */

/**
 * The number after one press; an empty field begins at `start`.
 * @param {string} text in the field
 * @param {number} direction 1 or -1
 * @param {Settings} settings
 * @returns {string}
 */
export function stepped(text, direction, settings) {
  const current = Number.parseFloat(text.replace(",", ".").replace("。", "."));
  if (Number.isNaN(current)) return settings.start.toFixed(settings.digits);
  // Whole steps are counted, for 36.5 + 0.1 is not 36.6 in binary.
  const steps = Math.round(current / settings.step) + direction;
  const bounded = Math.min(settings.max, Math.max(settings.min, steps * settings.step));
  return bounded.toFixed(settings.digits);
}

/** @param {DOMStringMap} data @returns {Settings} */
export function settingsOf(data) {
  return {
    step: Number(data.step || 1),
    min: data.min ? Number(data.min) : -Infinity,
    max: data.max ? Number(data.max) : Infinity,
    start: Number(data.start || data.min || 0),
    digits: Number(data.digits || 0),
  };
}

/** @param {HTMLElement} stepper @param {number} direction */
function press(stepper, direction) {
  const input = stepper.querySelector("input");
  if (!input) return;
  input.value = stepped(input.value, direction, settingsOf(stepper.dataset));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function stepperOf(target) {
  const stepper = target instanceof Element ? target.closest("[data-stepper]") : null;
  return stepper instanceof HTMLElement ? stepper : null;
}

/** @param {Document} page */
export function setUpSteppers(page) {
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-by]") : null;
    const stepper = stepperOf(button);
    if (stepper && button instanceof HTMLElement) press(stepper, Number(button.dataset.by));
  });
  page.addEventListener("keydown", (event) => {
    const stepper = stepperOf(event.target);
    if (!stepper || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    press(stepper, event.key === "ArrowUp" ? 1 : -1);
  });
}
