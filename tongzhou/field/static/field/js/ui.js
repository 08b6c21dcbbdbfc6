// Small pieces of a page, made without any text ever being read as markup.

/** @typedef {Node|string|null|false|undefined} Child */

/**
 * An element with its attributes; `on...` are listeners, true and false set or leave an attribute.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, any>} [attributes] @param {Child[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  for (const child of children) if (child || child === "") element.append(child);
  return element;
}

/**
 * @param {string} text @param {() => void} press
 * @param {Record<string, any>} [attributes]
 */
export function button(text, press, attributes = {}) {
  return h("button", { type: "button", onclick: press, ...attributes }, text);
}

/**
 * Some choices side by side, one of them pressed.
 * @param {string} label @param {[string, string][]} choices value and word
 * @param {string} chosen @param {(value: string) => void} choose
 */
export function choices(label, choices, chosen, choose) {
  /** @type {HTMLButtonElement[]} */
  const buttons = choices.map(([value, word]) =>
    button(word, () => press(value), { "aria-pressed": value === chosen, "data-value": value }),
  );
  const press = (/** @type {string} */ value) => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.value === value));
    choose(value);
  };
  for (const each of buttons) {
    each.setAttribute("aria-pressed", String(each.dataset.value === chosen));
  }
  return h("div", { class: "choices", role: "group", "aria-label": label }, ...buttons);
}

/**
 * A number with a smaller and a larger key beside it.
 * @param {{label: string, fewer: string, more: string, value: number, least: number, most: number}} shown
 * @param {(value: number) => void} change
 */
export function stepper({ label, fewer, more, value, least, most }, change) {
  let now = value;
  const number = h("output", {}, String(now));
  const step = (/** @type {number} */ by) => {
    now = Math.min(most, Math.max(least, now + by));
    number.textContent = String(now);
    change(now);
  };
  return h(
    "div",
    { class: "stepper", role: "group", "aria-label": label },
    button("−", () => step(-1), { "aria-label": fewer }),
    h("span", {}, h("small", {}, label), number),
    button("+", () => step(1), { "aria-label": more }),
  );
}

/**
 * A field with its label.
 * @param {string} label @param {Record<string, any>} attributes
 */
export function field(label, attributes) {
  const input = h(attributes.rows ? "textarea" : "input", attributes);
  return { input, element: h("label", { class: "field" }, h("span", {}, label), input) };
}

/**
 * A sentence that is read out as it appears.
 * @param {string} text @param {string} [kind]
 */
export function notice(text, kind = "note") {
  return h("p", { class: `notice ${kind}`, role: kind === "alarm" ? "alert" : "status" }, text);
}

/** @param {number|null} tenths */
export const degrees = (tenths) => (tenths === null ? "" : (tenths / 10).toFixed(1));
