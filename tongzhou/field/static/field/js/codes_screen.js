// What was not sent, as codes that another phone reads: one after the other, with their numbers.

import { page } from "./frame.js";
import { unsentOf, wire } from "./outbox.js";
import { qrOf, SIZE } from "./qr.js";
import { framesOf } from "./series.js";
import { button, h, notice } from "./ui.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

const PACE = 900;
const QUIET = 4;

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function codesScreen(app) {
  const box = h("div", { class: "codes" });
  void fill(app, box);
  return page(app, t("show_codes"), h("p", { class: "help" }, t("show_codes_help")), box);
}

/** @param {App} app @param {HTMLElement} box */
async function fill(app, box) {
  const device = await app.store.read((rows) => rows.get("state", "device"));
  const entries = await unsentOf(app.store, device?.id);
  if (!entries.length) return box.replaceChildren(notice(t("show_codes_none"), "done"));
  const { id, secret } = device;
  return play(app, box, await framesOf({ device: { id, secret }, entries: entries.map(wire) }));
}

/** @param {App} app @param {HTMLElement} box @param {string[]} frames */
function play(app, box, frames) {
  const canvas = h("canvas", { class: "code-picture", role: "img" });
  const number = h("p", { class: "help" });
  let place = 0;
  let isRunning = frames.length > 1;
  const draw = () => {
    paint(canvas, frames[place]);
    number.textContent = t("code_of", { number: place + 1, total: frames.length });
  };
  const step = () => {
    place = (place + 1) % frames.length;
    draw();
  };
  const timer = setInterval(() => isRunning && step(), PACE);
  app.leave = () => clearInterval(timer);
  const hold = button(t("pause"), () => {
    isRunning = !isRunning;
    hold.textContent = t(isRunning ? "pause" : "go_on");
  }, { class: "large" });
  draw();
  const keys = frames.length > 1 ? [hold, button(t("next_code"), step, { class: "large" })] : [];
  box.replaceChildren(canvas, number, h("div", { class: "pair" }, ...keys));
}

/** @param {HTMLCanvasElement} canvas @param {string} frame */
function paint(canvas, frame) {
  const grid = qrOf(frame);
  const width = SIZE + 2 * QUIET;
  canvas.width = canvas.height = width * 8;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  grid.forEach((row, down) =>
    row.forEach((isDark, right) => {
      if (isDark) context.fillRect((right + QUIET) * 8, (down + QUIET) * 8, 8, 8);
    }),
  );
}
