// The short code of a pass on large keys: only the letters that codes have.

import { typed as typedPass } from "./gate.js";
import { button, h, notice } from "./ui.js";
import { showVerdict } from "./verdict_screen.js";
import { t } from "./words.js";

const KEYS = [..."23456789ABCDEFGHJKMNPQRSTWXYZ", "⌫"];
const LENGTH = 9;

/**
 * @param {import("./app.js").App} app
 * @returns {HTMLElement}
 */
export function codeScreen(app) {
  let typed = "";
  const display = h("output", { class: "display code", "aria-live": "polite" });
  const said = h("div", {});
  const draw = () => {
    const padded = typed.padEnd(LENGTH, "·");
    display.textContent = [padded.slice(0, 3), padded.slice(3, 6), padded.slice(6)].join(" ");
  };
  const press = (/** @type {string} */ key) => {
    said.replaceChildren();
    typed = key === "⌫" ? typed.slice(0, -1) : (typed + key).slice(0, LENGTH);
    draw();
    if (typed.length === LENGTH && key !== "⌫" && !judge(app, typed)) {
      said.replaceChildren(notice(t("code_wrong"), "alarm"));
    }
  };
  draw();
  return h(
    "div",
    { class: "screen pad" },
    h(
      "header",
      { class: "bar-row" },
      button("‹ " + t("back"), () => app.showHome(), { class: "back" }),
      h("h1", { tabindex: "-1" }, t(app.next.direction)),
    ),
    display,
    h("p", { class: "help" }, t("code_help")),
    said,
    h("div", { class: "letters" }, ...KEYS.map((key) => keyOf(key, press))),
  );
}

/**
 * @param {import("./app.js").App} app @param {string} code
 * @returns {boolean} whether it is a code at all
 */
export function judge(app, code) {
  const none = { blocked: [], passes: [] };
  const shown = typedPass(app.pack ?? /** @type {any} */ (none), code, app.now);
  if (shown) void showVerdict(app, shown, () => app.showHome());
  return shown !== null;
}

/** @param {string} key @param {(key: string) => void} press */
function keyOf(key, press) {
  const label = key === "⌫" ? t("erase") : key;
  return button(key, () => press(key), { "aria-label": label, "data-key": key });
}
