// A text came in, by the camera or a hand scanner: a pass, a leader's code, or another phone's queue.

import { readCode } from "../../gates/js/pass.js";
import { judge } from "./code_screen.js";
import { keysOf, scanned } from "./gate.js";
import { isMuster, readMuster, renewedBy } from "./muster.js";
import { isFrame, loadOf, missing, takenIn } from "./series.js";
import { setFloor } from "./clock.js";
import { signal } from "./signal.js";
import { showVerdict } from "./verdict_screen.js";
import { t } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {(text: string, kind: string) => void} Tell
 */

const PASS = "TZ1:";
/** @param {string} text */
export const isPass = (text) => text.startsWith(PASS);
/** @type {import("./series.js").Reading|null} */
let series = null;

/**
 * @param {App} app @param {string} text @param {() => void} after where the screen goes then
 * @param {Tell} tell
 */
export async function takeText(app, text, after, tell) {
  if (isFrame(text)) return takeFrame(app, text, tell);
  if (isMuster(text)) return takeMuster(app, text, tell);
  if (app.shift?.profile !== "gate") return tell(t("not_a_pass"), "warn");
  if (isPass(text)) {
    const pack = app.pack ?? { blocked: [] };
    return showVerdict(app, await scanned(pack, app.keys, text, app.now), after);
  }
  if (readCode(text) && judge(app, text)) return undefined;
  tell(t("not_a_pass"), "warn");
}

/** @param {App} app @param {string} text @param {Tell} tell */
async function takeFrame(app, text, tell) {
  const before = missing(series).length;
  const wasNone = series === null;
  series = takenIn(series, text);
  if (!series) return;
  const left = missing(series);
  const total = series.parts.length;
  if (left.length) {
    if (wasNone || left.length !== before) navigator.vibrate?.(30);
    const shown = left.length > 12 ? `${left.slice(0, 12).join(", ")} …` : left.join(", ");
    return tell(t("series_missing", { have: total - left.length, total, missing: shown }), "note");
  }
  const whole = series;
  series = null;
  const load = await loadOf(whole).catch(() => null);
  if (!load) return tell(t("series_broken"), "alarm");
  await keepLoad(app, load);
  signal("go");
  tell(t("series_done", { count: load.entries.length }), "done");
}

/** @param {App} app @param {import("./series.js").Load} load */
async function keepLoad(app, { device, entries }) {
  await app.store.write(async (rows) => {
    for (const entry of /** @type {{id: string}[]} */ (entries)) {
      const held = await rows.get("carried", entry.id);
      if (!held) await rows.put("carried", entry.id, { device, entry, state: "unsent" });
    }
  });
  await app.count();
  app.redrawBar();
  app.nudge();
}

/** @param {App} app @param {string} text @param {Tell} tell */
async function takeMuster(app, text, tell) {
  if (!app.pack || app.shift?.profile !== "gate") return tell(t("not_a_pass"), "warn");
  const { muster, fault } = await readMuster(text, app.pack, app.keys);
  if (!muster) {
    signal("stop");
    return tell(t(`muster_${fault}`), "alarm");
  }
  const pack = renewedBy(app.pack, muster);
  await app.store.write(async (rows) => {
    await rows.put("state", "pack", pack);
    await rows.put("state", "renewed", muster.at * 1000);
    const clock = await rows.get("state", "clock");
    if (clock) await rows.put("state", "clock", setFloor(clock, muster.at * 1000));
  });
  app.pack = pack;
  app.keys = await keysOf(pack);
  app.renewed = muster.at * 1000;
  signal("go");
  tell(t("muster_done", { list: muster.list, time: app.time(muster.at * 1000) }), "done");
}
