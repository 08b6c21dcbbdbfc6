// The muster: everybody expected, by post; each is here and fit, unwell, or did not come.

import { framed, showSaved } from "./frame.js";
import { menuScreen } from "./menu_screen.js";
import { padScreen } from "./pad_screen.js";
import { button, degrees, h, notice } from "./ui.js";
import { t } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {{duty: number, post: string, name: string, leads: boolean, state: string}} Person
 */

const FEVER = 373;

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function rollScreen(app) {
  const box = h("div", { class: "list roll" });
  void fill(app, box);
  return framed(app, () => app.show(menuScreen), box);
}

/** @param {App} app @param {HTMLElement} box */
async function fill(app, box) {
  const heading = h("h1", { tabindex: "-1" }, t("muster_roll"));
  if (!app.pack) return box.replaceChildren(heading, notice(t("list_gone"), "warn"));
  const marks = await marksOf(app);
  const people = /** @type {Person[]} */ (app.pack.list).map((person) => ({
    ...person,
    state: marks[person.duty] ?? person.state,
  }));
  if (!people.length) return box.replaceChildren(heading, notice(t("roll_empty"), "done"));
  const posts = [...new Set(people.map(({ post }) => post))];
  return box.replaceChildren(
    heading,
    h("p", { class: "help" }, app.pack.when),
    numbers(people),
    ...posts.flatMap((post) => [
      h("h2", {}, post),
      ...people.filter((person) => person.post === post).map((person) => row(app, person)),
    ]),
  );
}

/** What is read out. @param {Person[]} people */
function numbers(people) {
  const count = (/** @type {string} */ state) => people.filter((one) => one.state === state).length;
  const counts = {
    expected: people.length - count("called"),
    present: count("present"),
    waiting: count("waiting"),
    missing: count("missing"),
    unfit: count("unfit"),
  };
  return h("p", { class: "roll-numbers", role: "status" }, t("roll_numbers", counts));
}

/** What was tapped on this shift, by duty. @param {App} app @returns {Promise<Record<string, string>>} */
function marksOf(app) {
  return app.store.read(async (rows) => {
    const kept = await rows.get("state", "marks");
    return kept?.shift === app.shift?.id ? kept.marks : {};
  });
}

/** @param {App} app @param {Person} person */
function row(app, person) {
  const press = () => app.show((shown) => personScreen(shown, person, null));
  return h(
    "button",
    { type: "button", class: "row", onclick: press, "data-item": person.duty, "data-state": person.state },
    h("strong", {}, person.name),
    person.leads ? h("small", {}, t("leads")) : null,
    h("span", { class: "roll-state" }, t(`roll_${person.state}`)),
  );
}

/** @param {App} app @param {Person} person @param {number|null} tenths */
function personScreen(app, person, tenths) {
  const measure = () =>
    app.show((shown) => padScreen(shown, (found) => app.show((again) => personScreen(again, person, found))));
  const tap = (/** @type {string} */ said) => () => void save(app, person, said, tenths);
  const key = (/** @type {string} */ word, /** @type {string} */ said, look = "") =>
    button(t(word), tap(said), { class: `large ${look}`, "data-said": said });
  const isHot = tenths !== null && tenths >= FEVER;
  return h(
    "div",
    { class: "screen item" },
    h(
      "header",
      { class: "bar-row" },
      button("‹ " + t("back"), () => app.showHome(), { class: "back" }),
      h("h1", { tabindex: "-1" }, person.name),
    ),
    h("p", { class: "who" }, person.post),
    h(
      "button",
      { type: "button", class: "measured", onclick: measure },
      h("small", {}, t("temperature")),
      h("span", {}, tenths === null ? t("no_temperature") : `${degrees(tenths)} °C`),
    ),
    isHot ? notice(t("roll_hot"), "alarm") : key("here_and_fit", "present", "main"),
    key("unwell_home", "unfit", isHot ? "main" : ""),
    key("not_there", "missing"),
  );
}

/** @param {App} app @param {Person} person @param {string} said @param {number|null} tenths */
async function save(app, person, said, tenths) {
  if (!(await app.record("roster.mark", { duty: person.duty, said, tenths }))) return;
  const marks = { ...(await marksOf(app)), [person.duty]: said };
  await app.store.write((rows) => rows.put("state", "marks", { shift: app.shift?.id, marks }));
  navigator.vibrate?.(40);
  showSaved(app, `${person.name} · ${t(`roll_${said}`)}`);
}
