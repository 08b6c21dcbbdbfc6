// Large keys: a temperature in three digits.

import { button, h, notice } from "./ui.js";
import { t } from "./words.js";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "⌫"];
const [LEAST, MOST] = [340, 425];

/**
 * @param {import("./app.js").App} app @param {(tenths: number|null) => void} done
 * @returns {HTMLElement}
 */
export function padScreen(app, done) {
  let typed = "";
  const display = h("output", { class: "display", "aria-live": "polite" });
  const said = h("div", {});
  const draw = () => {
    display.textContent = `${typed.slice(0, 2).padEnd(2, "–")}.${typed.slice(2) || "–"} °C`;
  };
  const press = (/** @type {string} */ key) => {
    said.replaceChildren();
    typed = key === "⌫" ? typed.slice(0, -1) : (typed + key).slice(0, 3);
    draw();
    if (typed.length < 3) return;
    const tenths = Number(typed);
    if (tenths >= LEAST && tenths <= MOST) return done(tenths);
    typed = "";
    draw();
    said.replaceChildren(notice(t("pad_range"), "alarm"));
  };
  draw();
  listenToKeys(app, (key) => /^\d$/.test(key) && press(key));
  return h(
    "div",
    { class: "screen pad" },
    h("h1", { tabindex: "-1" }, t("temperature")),
    display,
    h("p", { class: "help" }, t("pad_help")),
    said,
    h("div", { class: "digits" }, ...DIGITS.map((key) => keyOf(key, press))),
    button(t("pad_none"), () => done(null), { class: "large quiet" }),
  );
}

/** @param {string} key @param {(key: string) => void} press */
function keyOf(key, press) {
  if (!key) return h("span", {});
  const label = key === "⌫" ? t("erase") : key;
  return button(key, () => press(key), { "aria-label": label, "data-key": key });
}

/** @param {import("./app.js").App} app @param {(key: string) => void} press */
function listenToKeys(app, press) {
  const listen = (/** @type {KeyboardEvent} */ { key }) => press(key);
  document.addEventListener("keydown", listen);
  app.leave = () => document.removeEventListener("keydown", listen);
}
