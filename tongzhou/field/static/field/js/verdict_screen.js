// The verdict fills the screen: colour, glyph, words, sound, and what to do now. It goes by itself.

import { fresh } from "./app.js";
import { judged, rulesOn } from "./gate.js";
import { padScreen } from "./pad_screen.js";
import { signal } from "./signal.js";
import { button, field, h } from "./ui.js";
import { t } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./gate.js").Shown} Shown
 * @typedef {import("./gate.js").Verdict & {since: number|null}} Verdict
 * @typedef {{verdict: Verdict, shown: Shown, asked: ReturnType<typeof fresh>, after: () => void}} Case
 */

const GLYPHS = { go: "✓", stop: "✕", wait: "!", stale: "?" };
const STAY = { go: 6000, stop: 12_000 };

/**
 * Judges a pass, records who goes, and shows it.
 * @param {App} app @param {Shown} shown @param {() => void} after where the screen goes then
 */
export async function showVerdict(app, shown, after) {
  const { at } = await app.tick();
  const asked = app.next;
  const verdict = answer(app, shown, at);
  const isGo = verdict.answer === "go";
  if (isGo && !(await app.record("gate.crossing", crossing(shown, asked, verdict, "")))) return;
  const isKeptBack = verdict.answer === "stop" && isFever(app, asked, at);
  if (isKeptBack && !(await turnedBack(app, shown, asked))) return;
  await app.decided({ at, direction: asked.direction, answer: verdict.answer, why: verdict.why });
  signal(verdict.answer);
  // Whoever comes next begins anew; this one's facts stay with the verdict.
  if (verdict.why !== "measure_again") app.next = fresh(asked.direction);
  app.show((shownApp) => verdictScreen(shownApp, { verdict, shown, asked, after }));
}

/** @param {App} app @param {ReturnType<typeof fresh>} asked @param {number} at */
const isFever = (app, { tenths }, at) =>
  tenths !== null && Boolean(app.pack) && tenths >= rulesOn(app.pack, at).fever_tenths;

/**
 * Whoever does not go and has a fever is told of: the committee asks how they are.
 * @param {App} app @param {Shown} shown @param {ReturnType<typeof fresh>} asked
 */
function turnedBack(app, { pass }, { direction, persons, tenths, first }) {
  return app.record("gate.turned_back", { direction, pass, persons, tenths, first_tenths: first });
}

/** @param {App} app @param {Shown} shown @param {number} at @returns {Verdict} */
function answer(app, shown, at) {
  const { direction, persons, reason, tenths, first } = app.next;
  const none = { next_at: null, back_by: null, since: null };
  if (app.age() === "stale" || !app.pack) {
    return { answer: "stale", why: "stale", deed: "ask_by_phone", ...none };
  }
  const asked = { direction, at, persons, reason, tenths, isSecond: first !== null };
  return judged(app.pack, app.ways, shown, asked);
}

/**
 * @param {Shown} shown @param {ReturnType<typeof fresh>} asked @param {Verdict} verdict
 * @param {string} word
 */
function crossing(shown, asked, verdict, word) {
  return {
    direction: asked.direction,
    pass: shown.pass,
    how: shown.how,
    persons: asked.persons,
    reason: asked.reason,
    verdict: verdict.answer,
    tenths: asked.tenths,
    first_tenths: asked.first,
    word,
  };
}

/** @param {App} app @param {Case} seen */
function verdictScreen(app, seen) {
  const { verdict, asked, after } = seen;
  const look = verdict.answer === "go" || verdict.answer === "stop" ? verdict.answer : "wait";
  const stay = STAY[/** @type {"go"} */ (verdict.answer)];
  if (stay) {
    const timer = setTimeout(after, stay);
    app.leave = () => clearTimeout(timer);
  }
  return h(
    "div",
    { class: `screen verdict ${look}`, role: "alert", "data-verdict": verdict.answer },
    h("p", { class: "glyph", "aria-hidden": "true" }, GLYPHS[/** @type {"go"} */ (verdict.answer)]),
    h("h1", { tabindex: "-1" }, title(verdict, asked)),
    h("p", { class: "why" }, why(app, verdict, asked)),
    h("p", { class: "deed" }, deed(app, verdict)),
    app.age() === "amber" && h("p", { class: "deed" }, t("amber")),
    h("div", { class: "keys" }, ...keys(app, seen)),
    stay ? h("div", { class: "running", "aria-hidden": "true" }) : null,
  );
}

/** @param {Verdict} verdict @param {{direction: string}} asked */
export function title({ answer, why }, { direction }) {
  if (why === "not_by_this_pass") return t("answer_neutral");
  if (answer === "go" && direction === "in") return t("answer_in");
  return t(`answer_${answer}`);
}

/** @param {App} app @param {Verdict} verdict @param {{persons: number}} asked */
export function why(app, { why: key, since }, { persons }) {
  return t(`why_${key}`, { persons, since: since === null ? "" : app.time(since) });
}

/** @param {App} app @param {Verdict} verdict */
export function deed(app, { deed: key, next_at, back_by }) {
  const told = (/** @type {number|null} */ moment) => (moment === null ? "" : app.time(moment * 1000));
  return t(`deed_${key}`, { next: told(next_at), back: told(back_by) });
}

/** @param {App} app @param {Case} seen */
function keys(app, seen) {
  const { verdict, after } = seen;
  const phone = app.pack?.phone;
  const call = phone && verdict.answer !== "go";
  const list = [call && h("a", { class: "key", href: `tel:${phone}` }, t("call", { phone }))];
  if (verdict.why === "measure_again") {
    list.push(button(t("measure_again"), () => measureAgain(app, seen), { class: "key next" }));
  } else if (verdict.answer === "go") {
    const word = t(seen.asked.direction === "in" ? "did_not_come" : "did_not_go");
    list.push(button(word, () => void takeBack(app, seen), { class: "key", "data-back": "" }));
  } else if (verdict.deed === "let_home_and_note_door") {
    list.push(button(t("let_in"), () => app.show(() => doorScreen(app, seen)), { class: "key next" }));
  } else if (seen.asked.direction === "in") {
    list.push(button(t("let_in"), () => void letThrough(app, seen, "let_in"), { class: "key next" }));
  } else if (verdict.answer === "stale") {
    const word = () => app.show(() => wordScreen(app, seen));
    list.push(button(t("pass_and_record"), word, { class: "key next" }));
  } else {
    list.push(button(t("let_through"), () => app.show(() => wordScreen(app, seen)), { class: "key" }));
  }
  const isLikely = verdict.answer === "go" || verdict.answer === "stop";
  list.push(button(t("understood"), after, { class: isLikely ? "key next" : "key", "data-next": "" }));
  return list;
}

/** @param {App} app @param {Case} seen */
function measureAgain(app, { shown, asked, after }) {
  app.show((shownApp) =>
    padScreen(shownApp, (measured) => {
      if (measured === null) return after();
      app.next = { ...asked, first: asked.tenths, tenths: measured };
      void showVerdict(app, shown, after);
    }),
  );
}

/**
 * Nothing is taken out of the book: the way back is written behind it.
 * @param {App} app @param {Case} seen
 */
async function takeBack(app, { verdict, shown, asked, after }) {
  const direction = asked.direction === "out" ? "in" : "out";
  const back = { ...crossing(shown, { ...asked, direction }, verdict, "did_not_go"), how: "hand" };
  if (!(await app.record("gate.crossing", back))) return;
  const { at } = await app.tick();
  await app.decided({ at, direction, answer: "wait", why: "undone" });
  after();
}

/** @param {App} app @param {Case} seen @param {string} word */
async function letThrough(app, { verdict, shown, asked, after }, word) {
  if (!(await app.record("gate.crossing", crossing(shown, asked, verdict, word)))) return;
  const { at } = await app.tick();
  await app.decided({ at, direction: asked.direction, answer: "go", why: "let_through" });
  signal("go");
  after();
}

/** @param {App} app @param {Case} seen */
function doorScreen(app, seen) {
  const door = field(t("door"), { type: "text", maxlength: 40, autocomplete: "off", name: "door" });
  const save = () => {
    const said = door.input.value.trim();
    return said ? void letThrough(app, seen, `${t("door")} ${said}`) : door.input.focus();
  };
  return h(
    "div",
    { class: "screen" },
    h("h1", { tabindex: "-1" }, t("which_door")),
    door.element,
    button(t("let_in"), save, { class: "large main", "data-save": "" }),
    button(t("door_unsaid"), () => void letThrough(app, seen, "let_in"), { class: "large" }),
    button(t("cancel"), seen.after, { class: "large quiet" }),
  );
}

/** @param {App} app @param {Case} seen */
function wordScreen(app, seen) {
  const words = ["committee", "emergency", "known"];
  const own = field(t("word_other"), { type: "text", maxlength: 80, autocomplete: "off" });
  const save = (/** @type {string} */ word) => word && void letThrough(app, seen, word);
  return h(
    "div",
    { class: "screen" },
    h("h1", { tabindex: "-1" }, t("why_let_through")),
    ...words.map((word) =>
      button(t(`word_${word}`), () => save(t(`word_${word}`)), { class: "large", "data-word": word }),
    ),
    own.element,
    button(t("save"), () => save(own.input.value.trim()), { class: "large" }),
    button(t("cancel"), seen.after, { class: "large quiet" }),
  );
}
