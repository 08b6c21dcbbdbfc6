// A refused record put right: what was wrong is changed, and it goes anew, saying which it replaces.

import { page, showSaved } from "./frame.js";
import { record } from "./outbox.js";
import { button, degrees, field, h, notice } from "./ui.js";
import { t } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {ReturnType<typeof field>} Field
 */

const TEMPERATURE = /^(3\d|4[0-3])([.,]\d)?$/;
const TEXTS = ["note", "word"];

/** @param {Entry} entry what was sealed nobody can change here */
export const isMendable = (entry) => entry.kind !== "gate.visitor";

/**
 * @param {App} app @param {Entry} entry
 * @returns {HTMLElement}
 */
export function mendScreen(app, entry) {
  const { body } = entry;
  const offset = app.offset() * 60_000;
  const local = new Date(Date.parse(entry.at) + offset).toISOString().slice(0, 16);
  const time = field(t("mend_time"), { type: "datetime-local", value: local, required: true });
  const warm = "tenths" in body ? temperatureOf(body) : null;
  const persons = "persons" in body ? personsOf(body) : null;
  const texts = TEXTS.filter((name) => name in body).map((name) => textOf(body, name));
  const said = h("div", {});
  const save = async () => {
    const tenths = warm ? tenthsOf(warm.input.value) : null;
    if (tenths === undefined) return said.replaceChildren(notice(t("pad_range"), "alarm"));
    const at = Date.parse(`${time.input.value}Z`) - offset;
    if (Number.isNaN(at)) return time.input.focus();
    const mended = { ...body };
    if (warm) mended.tenths = tenths;
    if (persons) mended.persons = Number(persons.input.value);
    for (const { name, made } of texts) mended[name] = made.input.value.trim();
    // The minute is what was changed; where it was not, the second stays.
    const isMoved = time.input.value !== local;
    const recorded = { kind: entry.kind, body: mended, at: isMoved ? at : Date.parse(entry.at) };
    return send(app, entry, { ...recorded, doubt: isMoved ? 60 : entry.doubt }, said);
  };
  return page(
    app,
    t("mend"),
    h("p", { class: "why" }, entry.refusal?.sentence ?? ""),
    time.element,
    warm?.element,
    persons?.element,
    ...texts.map(({ made }) => made.element),
    said,
    button(t("mend_send"), () => void save(), { class: "large main", "data-save": "" }),
  );
}

/**
 * @param {App} app @param {Entry} entry
 * @param {{kind: string, body: Record<string, any>, at: number, doubt: number}} recorded
 * @param {HTMLElement} said
 */
async function send(app, entry, recorded, said) {
  const chance = crypto.getRandomValues(new Uint8Array(10));
  const anew = { ...recorded, mends: entry, word: t("mended") };
  try {
    await record(app.store, anew, chance);
  } catch {
    return said.replaceChildren(notice(t("not_saved"), "alarm"));
  }
  await app.count();
  app.nudge();
  return showSaved(app, t("saved"));
}

/** @param {Record<string, any>} body */
function temperatureOf({ tenths }) {
  const value = degrees(tenths ?? null);
  return field(`${t("temperature")} °C`, { type: "text", inputmode: "decimal", value, name: "tenths" });
}

/** @param {Record<string, any>} body */
function personsOf({ persons }) {
  const bounds = { type: "number", inputmode: "numeric", min: 1, max: 50 };
  return field(t("persons"), { ...bounds, value: persons, name: "persons" });
}

/** @param {Record<string, any>} body @param {string} name */
function textOf(body, name) {
  const made = field(t("note"), { type: "text", maxlength: 200, value: body[name] ?? "", name });
  return { name, made };
}

/** @param {string} typed @returns {number|null|undefined} null for none, undefined where it is no temperature */
function tenthsOf(typed) {
  if (!typed.trim()) return null;
  if (!TEMPERATURE.test(typed.trim())) return undefined;
  return Math.round(Number(typed.trim().replace(",", ".")) * 10);
}
