// What the server could not use, with its reason.

import { page } from "./frame.js";
import { isMendable, mendScreen } from "./mend_screen.js";
import { setAside } from "./outbox.js";
import { button, field, h, notice } from "./ui.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function trayScreen(app) {
  const list = h("div", { class: "list" });
  void fill(app, list);
  return page(app, t("tray"), h("p", { class: "help" }, t("tray_help")), list);
}

/** @param {App} app @param {HTMLElement} list */
async function fill(app, list) {
  const entries = await app.store.read((rows) => rows.inState("entries", "tray"));
  if (!entries.length) return list.replaceChildren(notice(t("tray_empty"), "done"));
  list.replaceChildren(...entries.map((entry) => card(app, entry, () => void fill(app, list))));
}

/** @param {App} app @param {import("./outbox.js").Entry} entry @param {() => void} done */
function card(app, entry, done) {
  const word = field(t("set_aside_word"), { type: "text", maxlength: 80, autocomplete: "off" });
  const aside = async () => {
    const text = word.input.value.trim();
    if (!text) return word.input.focus();
    await setAside(app.store, entry.id, text);
    await app.count();
    return done();
  };
  const { direction, persons } = entry.body;
  const what = [t(`kind_${entry.kind}`), direction && t(direction), persons && `× ${persons}`];
  return h(
    "article",
    { class: "card", "data-entry": entry.id },
    h("p", {}, h("strong", {}, app.time(Date.parse(entry.at))), " ", what.filter(Boolean).join(" ")),
    h("p", { class: "why" }, entry.refusal?.sentence ?? ""),
    isMendable(entry) &&
      button(t("mend"), () => app.show((shown) => mendScreen(shown, entry)), {
        class: "large main",
        "data-mend": "",
      }),
    word.element,
    button(t("set_aside"), () => void aside(), { class: "large" }),
  );
}
