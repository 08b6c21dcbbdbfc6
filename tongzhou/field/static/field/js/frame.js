// The bar above every screen: where, what time, what was not sent, and what stands in the way.

import { button, h, notice } from "./ui.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * A home screen: bar, content.
 * @param {App} app @param {() => void} openMenu @param {import("./ui.js").Child[]} content
 */
export function framed(app, openMenu, ...content) {
  const bar = h("header", { class: "bar" });
  const draw = () => bar.replaceChildren(...barContent(app, openMenu));
  draw();
  app.redrawBar = draw;
  return h("div", { class: "screen home" }, bar, ...content);
}

/** @param {App} app @param {() => void} openMenu */
function barContent(app, openMenu) {
  const { unsent, tray, carried } = app.sent;
  const waiting = unsent + carried;
  const isGate = app.shift?.profile === "gate";
  const count = waiting ? t("unsent", { count: waiting }) : t("all_sent");
  const rows = [
    h(
      "div",
      { class: "bar-row" },
      h(isGate ? "h1" : "strong", { class: "place" }, app.shift?.place?.name ?? t("title")),
      h("span", { class: waiting ? "count waiting" : "count", "data-unsent": waiting }, count),
      button(tray ? `${t("menu")} · ${tray}` : t("menu"), openMenu, { class: "menu" }),
    ),
  ];
  for (const [text, kind] of statesOf(app)) rows.push(notice(text, kind));
  return rows;
}

/**
 * What somebody at work has to know, the gravest first; two at most, or the screen is full of them.
 * @param {App} app
 * @returns {[string, string][]}
 */
function statesOf(app) {
  /** @type {[string, string][]} */
  const states = [];
  const { unsent } = app.sent;
  const age = app.shift ? app.age() : "fresh";
  if (age === "stale" || age === "amber") states.push([t(age), age === "stale" ? "alarm" : "warn"]);
  if (age === "nameless" && app.shift?.profile !== "gate") states.push([t("nameless"), "warn"]);
  if (app.outcome === "full") states.push([t("full"), "alarm"]);
  else if (app.outcome === "signed_out" && unsent) states.push([t("signed_out"), "warn"]);
  else if (!navigator.onLine || app.outcome === "offline") {
    states.push([unsent ? t("offline", { count: unsent }) : t("offline_none"), "note"]);
  }
  if (app.shift && app.doubt > 300) states.push([t("clock_doubt", { minutes: Math.ceil(app.doubt / 60) }), "warn"]);
  if (!app.isPersistent && unsent) states.push([t("not_persistent"), "warn"]);
  return states.slice(0, 2);
}

/**
 * A screen behind the home screen: a way back, a heading, content.
 * @param {App} app @param {string} title @param {import("./ui.js").Child[]} content
 */
export function page(app, title, ...content) {
  const back = button("‹ " + t("back"), () => app.showHome(), { class: "back" });
  return h(
    "div",
    { class: "screen" },
    h("header", { class: "bar-row" }, back, h("h1", { tabindex: "-1" }, title)),
    ...content,
  );
}

/**
 * The home screen, and for a moment what was saved.
 * @param {App} app @param {string} text
 */
export function showSaved(app, text) {
  app.showHome();
  const said = notice(text, "done toast");
  app.root.firstElementChild?.append(said);
  setTimeout(() => said.remove(), 4000);
}
