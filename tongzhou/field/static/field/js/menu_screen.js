// Everything that is not the next person at the gate.

import { page, showSaved } from "./frame.js";
import { endShift } from "./shift.js";
import { scanScreen } from "./scan_screen.js";
import { codesScreen } from "./codes_screen.js";
import { trayScreen } from "./tray_screen.js";
import { button, field, h, notice } from "./ui.js";
import { visitorScreen } from "./visitor_screen.js";
import { language, speak, t } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function menuScreen(app) {
  const isGate = app.shift?.profile === "gate";
  const { tray } = app.sent;
  /** @type {[string, import("./app.js").Screen, number][]} */
  const screens = [];
  if (isGate) {
    screens.push(["visitor", visitorScreen, 0], ["count", countScreen, 0]);
    screens.push(["handover", handoverScreen, 0]);
  }
  screens.push(["tray", trayScreen, tray], ["show_codes", codesScreen, app.sent.unsent]);
  screens.push(["scan_other", scanScreen, 0]);
  const keys = screens.map(([word, screen, count]) =>
    button(count ? `${t(word)} · ${count}` : t(word), () => app.show(screen), {
      class: "large",
      "data-screen": word,
    }),
  );
  return page(
    app,
    t("menu"),
    h("div", { class: "menu-keys" }, ...keys, ...shiftKeys(app)),
    app.sent.carried > 0 && notice(t("carried", { count: app.sent.carried })),
  );
}

/** @param {App} app */
function shiftKeys(app) {
  const turn = () => {
    const chosen = speak(language() === "zh" ? "en" : "zh");
    void app.store.write((rows) => rows.put("state", "language", chosen));
    document.documentElement.lang = chosen === "zh" ? "zh-Hans" : "en";
    app.show(menuScreen);
  };
  return [
    button(t("renew"), () => void renew(app), { class: "large" }),
    button(t("language"), turn, { class: "large", lang: language() === "zh" ? "en" : "zh-Hans" }),
    button(t("end_shift"), () => app.show(endScreen), { class: "large quiet", "data-screen": "end" }),
  ];
}

/** @param {App} app */
async function renew(app) {
  const isNew = await app.renew();
  app.nudge();
  app.show((shown) => {
    const screen = menuScreen(shown);
    screen.append(notice(t(isNew ? "renewed" : "not_renewed"), isNew ? "done" : "warn"));
    return screen;
  });
}

/** @param {App} app */
function countScreen(app) {
  const number = { type: "number", inputmode: "numeric", min: 0, max: 9999 };
  const outside = field(t("count_outside"), { ...number, value: app.peopleOut(), name: "outside" });
  const queue = field(t("count_queue"), { ...number, value: 0, name: "queue" });
  const save = async () => {
    const read = (/** @type {any} */ input) => Math.max(0, Math.round(Number(input.value) || 0));
    const body = { outside: read(outside.input), queue: read(queue.input) };
    if (await app.record("gate.count", body)) showSaved(app, t("saved"));
  };
  return page(
    app,
    t("count"),
    h("p", { class: "help" }, t("count_help")),
    outside.element,
    queue.element,
    button(t("save"), () => void save(), { class: "large main" }),
  );
}

/** @param {App} app */
function handoverScreen(app) {
  const note = field(t("handover_note"), { rows: 4, maxlength: 500, name: "note" });
  const { unsent } = app.sent;
  const save = async () => {
    const body = { note: note.input.value.trim(), unsent };
    if (await app.record("gate.handover", body)) showSaved(app, t("handover_done"));
  };
  return page(
    app,
    t("handover"),
    h("p", { class: "help" }, t("handover_help", { unsent, out: app.peopleOut() })),
    note.element,
    button(t("handover"), () => void save(), { class: "large main" }),
  );
}

/** @param {App} app */
function endScreen(app) {
  const end = async () => {
    await endShift(app.store);
    await app.load();
    app.showHome();
  };
  return page(
    app,
    t("end_shift"),
    h("p", { class: "help" }, t("end_shift_help", { unsent: app.sent.unsent })),
    button(t("end_shift_now"), () => void end(), { class: "large main", "data-end": "" }),
  );
}
