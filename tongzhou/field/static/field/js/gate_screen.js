// The gate: how many are out, which way, scan or type.

import { codeScreen } from "./code_screen.js";
import { framed } from "./frame.js";
import { menuScreen } from "./menu_screen.js";
import { scanScreen } from "./scan_screen.js";
import { allowSound } from "./signal.js";
import { padScreen } from "./pad_screen.js";
import { choices, degrees, h, stepper } from "./ui.js";
import { showVerdict } from "./verdict_screen.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

const NEEDS = ["illness", "epidemic_work", "essential_job"];
const GLYPHS = { go: "✓", stop: "✕", wait: "…", stale: "?" };

/** @param {App} app */
export function gateScreen(app) {
  return framed(
    app,
    () => app.show(menuScreen),
    h("div", { class: "head" }, outNumber(app), directions(app)),
    h("div", { class: "pair" }, persons(app), temperature(app)),
    app.next.direction === "out" && needs(app),
    h("div", { class: "deeds" }, ...deeds(app)),
    lastFive(app),
  );
}

/** @param {App} app */
function outNumber(app) {
  const number = h("strong", { "data-out": "" }, String(app.peopleOut()));
  return h("p", { class: "out" }, number, h("span", {}, t("people_out")));
}

/** @param {App} app */
function directions(app) {
  const turn = (/** @type {string} */ way) => {
    void app.turn(way === "in" ? "in" : "out").then(() => app.showHome());
  };
  const words = /** @type {[string, string][]} */ ([["out", t("out")], ["in", t("in")]]);
  return choices(t("direction"), words, app.next.direction, turn);
}

/** @param {App} app */
function persons(app) {
  const shown = { value: app.next.persons, least: 1, most: 20, label: t("persons") };
  const keys = { fewer: t("fewer"), more: t("more") };
  return stepper({ ...shown, ...keys }, (value) => (app.next.persons = value));
}

/** @param {App} app */
function temperature(app) {
  const { tenths } = app.next;
  const measure = () => {
    app.show((shown) =>
      padScreen(shown, (measured) => {
        app.next.tenths = measured;
        app.showHome();
      }),
    );
  };
  const value = tenths === null ? t("no_temperature") : `${degrees(tenths)} °C`;
  return h(
    "button",
    { type: "button", class: "measured", onclick: measure },
    h("small", {}, t("temperature")),
    h("span", {}, value),
  );
}

/** @param {App} app */
function needs(app) {
  const words = /** @type {[string, string][]} */ ([
    ["", t("need_none")],
    ...NEEDS.map((need) => [need, t(`need_${need}`)]),
  ]);
  return choices(t("reason"), words, app.next.reason ?? "", (need) => (app.next.reason = need || null));
}

/** @param {App} app */
function deeds(app) {
  const press = (/** @type {import("./app.js").Screen} */ screen) => () => {
    allowSound();
    app.show(screen);
  };
  const key = (/** @type {string} */ word, /** @type {() => void} */ onclick, /** @type {string} */ look) =>
    h("button", { type: "button", class: look, onclick, "data-deed": word }, t(word));
  return [
    key("scan", press(scanScreen), "main"),
    key("type_code", press(codeScreen), "large"),
    key("by_hand", () => withoutPass(app), "large"),
  ];
}

/** @param {App} app */
function withoutPass(app) {
  allowSound();
  void showVerdict(app, { pass: null, standing: "unknown", how: "hand" }, () => app.showHome());
}

/** @param {string} why the reason in a few words, without times */
function short(why) {
  const key = `short_${why}`;
  return t(key) === key ? t(`why_${why}`) : t(key);
}

/** @param {App} app */
function lastFive(app) {
  const rows = app.decisions.map(({ at, direction, answer, why }) =>
    h(
      "li",
      { class: answer },
      h("b", { "aria-hidden": "true" }, GLYPHS[/** @type {"go"} */ (answer)] ?? "?"),
      h("time", {}, app.time(at)),
      h("span", {}, t(direction)),
      h("span", { class: "why" }, short(why)),
    ),
  );
  const list = rows.length ? h("ol", { class: "five" }, ...rows) : h("p", {}, t("no_decisions"));
  return h("section", { class: "last" }, h("h2", {}, t("last_decisions")), list);
}

