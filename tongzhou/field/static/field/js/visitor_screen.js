// A visitor: what they say is sealed to the office before it is written down here.

import { page, showSaved } from "./frame.js";
import { visitorJudged } from "./gate.js";
import { padScreen } from "./pad_screen.js";
import { seal } from "./seal.js";
import { signal } from "./signal.js";
import { button, choices, degrees, field, h, notice } from "./ui.js";
import { deed, why } from "./verdict_screen.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

const FIELDS = /** @type {const} */ (["name", "phone", "host", "from"]);
const HOST = /** @type {Record<string, boolean|null>} */ ({ yes: true, no: false, open: null });
const blank = () => ({
  direction: /** @type {"in"|"out"} */ ("in"),
  persons: 1,
  host: "open",
  consent: false,
  /** @type {number|null} */
  tenths: null,
  isSecond: false,
  /** @type {Record<string, string>} */
  words: {},
});

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function visitorScreen(app) {
  return form(app, blank());
}

/** @param {App} app @param {ReturnType<typeof blank>} visit */
function form(app, visit) {
  const said = h("div", {});
  const fields = FIELDS.map((name) => {
    const type = name === "phone" ? "tel" : "text";
    const value = visit.words[name] ?? "";
    const made = field(t(`visitor_${name}`), { type, name, value, maxlength: 80, autocomplete: "off" });
    made.input.addEventListener("input", () => (visit.words[name] = made.input.value.trim()));
    return made.element;
  });
  const consent = h("input", { type: "checkbox", name: "consent", checked: visit.consent });
  consent.addEventListener("change", () => (visit.consent = consent.checked));
  const save = () => void check(app, visit, said);
  return page(
    app,
    t("visitor"),
    h("p", { class: "help" }, t("visitor_help")),
    choices(t("direction"), visitorWays(), visit.direction, (way) => {
      visit.direction = way === "out" ? "out" : "in";
    }),
    ...fields,
    h("span", { class: "label" }, t("host_agrees")),
    choices(t("host_agrees"), hostWords(), visit.host, (word) => (visit.host = word)),
    measured(app, visit),
    h("label", { class: "tick" }, consent, h("span", {}, t("visitor_consent"))),
    said,
    button(t("check"), save, { class: "large main", "data-check": "" }),
  );
}

const visitorWays = () =>
  /** @type {[string, string][]} */ ([["in", t("visitor_in")], ["out", t("visitor_out")]]);

const hostWords = () =>
  /** @type {[string, string][]} */ (["yes", "no", "open"].map((word) => [word, t(`host_${word}`)]));

/** @param {App} app @param {ReturnType<typeof blank>} visit */
function measured(app, visit) {
  const measure = () =>
    app.show((shown) =>
      padScreen(shown, (tenths) => {
        visit.isSecond = visit.tenths !== null && tenths !== null;
        visit.tenths = tenths;
        app.show((again) => form(again, visit));
      }),
    );
  const value = visit.tenths === null ? t("no_temperature") : `${degrees(visit.tenths)} °C`;
  return h(
    "button",
    { type: "button", class: "measured", onclick: measure },
    h("small", {}, t("temperature")),
    h("span", {}, value),
  );
}

/** @param {App} app @param {ReturnType<typeof blank>} visit @param {HTMLElement} said */
async function check(app, visit, said) {
  const lacks = !visit.words.name ? "visitor_name_first" : !visit.consent && "visitor_consent_first";
  if (lacks) return said.replaceChildren(notice(t(lacks), "alarm"));
  const { at } = await app.tick();
  const { direction, persons, tenths, isSecond } = visit;
  const asked = { direction, at, persons, reason: null, tenths, isSecond };
  const verdict = app.pack ? visitorJudged(app.pack, asked, HOST[visit.host]) : null;
  if (verdict && verdict.answer !== "go") {
    signal(verdict.answer);
    const text = `${why(app, verdict, visit)}。${deed(app, verdict)}`.replace(/。(?=[A-Z])/, ". ");
    return said.replaceChildren(notice(text, verdict.answer === "stop" ? "alarm" : "warn"));
  }
  const serverKey = await app.store.read((rows) => rows.get("state", "server_key"));
  const sealed = await seal(serverKey, { ...visit.words, consent: true });
  if (!(await app.record("gate.visitor", { direction, persons, tenths, sealed }))) return undefined;
  signal("go");
  await app.decided({ at, direction, answer: "go", why: verdict?.why ?? "stale" });
  return showSaved(app, t(`why_${verdict?.why ?? "by_hand"}`));
}
