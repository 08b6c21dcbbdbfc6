// Rounds and deliveries: tonight's list in walking order, one household a row, "well" in two taps.

import { framed, showSaved } from "./frame.js";
import { menuScreen } from "./menu_screen.js";
import { padScreen } from "./pad_screen.js";
import { button, choices, degrees, field, h, notice } from "./ui.js";
import { t } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {{check?: number, request?: string, door: string, name: string, phone?: string,
 *   kind?: string, what?: string, note?: string}} Item
 */

const HANDED = [["door", "left_at_door"], ["shelf", "left_on_shelf"], ["not_home", "nobody_home"]];

/** @param {Item} item */
const keyOf = (item) => String(item.check ?? item.request);

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function listScreen(app) {
  const box = h("div", { class: "list" });
  void fill(app, box);
  return framed(app, () => app.show(menuScreen), box);
}

/** @param {App} app @param {HTMLElement} box */
async function fill(app, box) {
  const profile = app.shift?.profile ?? "";
  const heading = h("h1", { tabindex: "-1" }, t(profile));
  if (!app.pack) return box.replaceChildren(heading, notice(t("list_gone"), "warn"));
  const done = new Set(await doneOn(app));
  const left = /** @type {Item[]} */ (app.pack.list).filter((item) => !done.has(keyOf(item)));
  const said = left.length ? h("p", { class: "help" }, t("to_do", { count: left.length })) : null;
  if (!said) {
    const word = app.pack.list.length ? "list_done" : "list_empty";
    return box.replaceChildren(heading, notice(t(word), "done"));
  }
  return box.replaceChildren(heading, said, ...left.map((item) => row(app, item)));
}

/** @param {App} app what was done on this shift, by number */
function doneOn(app) {
  return app.store.read(async (rows) => {
    const all = await rows.get("state", "done");
    return all?.shift === app.shift?.id ? all.keys : [];
  });
}

/** @param {App} app @param {Item} item */
function row(app, item) {
  const press = () => app.show((shown) => itemScreen(shown, item, blank()));
  const what = item.what ?? t(item.kind ?? "");
  return h(
    "button",
    { type: "button", class: "row", onclick: press, "data-item": keyOf(item) },
    h("strong", {}, item.door),
    h("span", {}, item.name),
    h("small", {}, what),
  );
}

const blank = () => ({
  way: "door",
  /** @type {number|null} */
  tenths: null,
  /** @type {string[]} */
  symptoms: [],
  note: "",
});

/** @param {App} app @param {Item} item @param {ReturnType<typeof blank>} said */
function itemScreen(app, item, said) {
  const isRound = item.check !== undefined;
  return h(
    "div",
    { class: "screen item" },
    h(
      "header",
      { class: "bar-row" },
      button("‹ " + t("back"), () => app.showHome(), { class: "back" }),
      h("h1", { tabindex: "-1" }, item.door),
    ),
    h("p", { class: "who" }, item.name, item.what ? ` · ${item.what}` : ""),
    item.note ? h("p", { class: "help" }, item.note) : null,
    item.phone ? h("a", { class: "key", href: `tel:${item.phone}` }, t("call", { phone: item.phone })) : null,
    ...(isRound ? roundKeys(app, item, said) : deliveryKeys(app, item, said)),
    noteField(said),
  );
}

/** @param {App} app @param {Item} item @param {ReturnType<typeof blank>} said */
function roundKeys(app, item, said) {
  const again = () => app.show((shown) => itemScreen(shown, item, said));
  const measure = () =>
    app.show((shown) =>
      padScreen(shown, (tenths) => {
        said.tenths = tenths;
        again();
      }),
    );
  const save = (/** @type {string} */ state) => () => void saveCheck(app, item, said, state);
  const key = (/** @type {string} */ word, /** @type {string} */ state, look = "") =>
    button(t(word), save(state), { class: `large ${look}`, "data-state": state });
  const value = said.tenths === null ? t("no_temperature") : `${degrees(said.tenths)} °C`;
  const ways = /** @type {[string, string][]} */ ([["door", t("at_door")], ["phone", t("by_phone")]]);
  return [
    choices(t("how_seen"), ways, said.way, (way) => (said.way = way)),
    h(
      "button",
      { type: "button", class: "measured", onclick: measure },
      h("small", {}, t("temperature")),
      h("span", {}, value),
    ),
    key("well", "seen_ok", "main"),
    button(t("not_well"), () => app.show((shown) => symptomScreen(shown, item, said)), {
      class: "large",
      "data-state": "seen_not_ok",
    }),
    h("div", { class: "pair" }, key("not_reached", "missed"), key("refused", "refused")),
  ];
}

/** @param {App} app @param {Item} item @param {ReturnType<typeof blank>} said */
function symptomScreen(app, item, said) {
  const save = () => void saveCheck(app, item, said, "seen_not_ok");
  return h(
    "div",
    { class: "screen item" },
    h(
      "header",
      { class: "bar-row" },
      button("‹ " + t("back"), () => app.show((shown) => itemScreen(shown, item, said)), {
        class: "back",
      }),
      h("h1", { tabindex: "-1" }, t("symptoms")),
    ),
    h("p", { class: "who" }, `${item.door} ${item.name}`),
    symptoms(app, said),
    noteField(said),
    button(t("save"), save, { class: "large main", "data-save": "" }),
  );
}

/** @param {ReturnType<typeof blank>} said */
function noteField(said) {
  const note = field(t("note"), { type: "text", maxlength: 200, value: said.note, autocomplete: "off" });
  note.input.addEventListener("input", () => (said.note = note.input.value.trim()));
  return note.element;
}

/** @param {App} app @param {ReturnType<typeof blank>} said */
function symptoms(app, said) {
  const known = /** @type {{key: string, label: string}[]} */ (app.pack?.symptoms ?? []);
  const chips = known.map(({ key, label }) => {
    const chip = button(label, () => {
      const has = said.symptoms.includes(key);
      said.symptoms = has ? said.symptoms.filter((each) => each !== key) : [...said.symptoms, key];
      chip.setAttribute("aria-pressed", String(!has));
    }, { "aria-pressed": said.symptoms.includes(key) });
    return chip;
  });
  return h("div", { class: "choices chips", role: "group", "aria-label": t("symptoms") }, ...chips);
}

/** @param {App} app @param {Item} item @param {ReturnType<typeof blank>} said */
function deliveryKeys(app, item, said) {
  const save = (/** @type {string} */ how) => () => {
    const body = { request: item.request, how, note: said.note };
    void saveDone(app, item, "desk.delivered", body);
  };
  return [
    button(t("handed_over"), save("hand"), { class: "large main", "data-how": "hand" }),
    ...HANDED.map(([how, word]) => button(t(word), save(how), { class: "large", "data-how": how })),
  ];
}

/** @param {App} app @param {Item} item @param {ReturnType<typeof blank>} said @param {string} state */
function saveCheck(app, item, said, state) {
  const { way, tenths, note } = said;
  const felt = state === "seen_not_ok" ? said.symptoms : [];
  const body = { check: item.check, state, way, tenths, symptoms: felt, note };
  return saveDone(app, item, "followup.check", body);
}

/** @param {App} app @param {Item} item @param {string} kind @param {Record<string, any>} body */
async function saveDone(app, item, kind, body) {
  if (!(await app.record(kind, body))) return;
  const keys = [...(await doneOn(app)), keyOf(item)];
  await app.store.write((rows) => rows.put("state", "done", { shift: app.shift?.id, keys }));
  navigator.vibrate?.(40);
  showSaved(app, `${item.door} · ${t("saved")}`);
}
