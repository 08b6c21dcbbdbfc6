// On the signed-in page: opens a shift, keeps it on this phone and goes to the app.

import { openStore } from "./db.js";
import { openShift } from "./shift.js";
import { speak, t } from "./words.js";

/** @param {HTMLFormElement} form */
async function open(form) {
  const content = new FormData(form);
  const place = Number(content.get("place")) || null;
  const chosen = { profile: String(content.get("profile")), place };
  const store = await openStore(indexedDB);
  const line = {
    store,
    session: crypto.randomUUID(),
    fetch: (/** @type {string} */ url, /** @type {RequestInit} */ init) => fetch(url, init),
  };
  await openShift(line, chosen, String(content.get("csrfmiddlewaretoken") ?? ""));
  await navigator.serviceWorker?.register(form.dataset.worker ?? "", { scope: "/field/" });
}

/** @param {Error} error @param {string} offline */
function sentenceFor(error, offline) {
  speak(document.documentElement.lang);
  if (error instanceof TypeError) return offline;
  if (error instanceof DOMException) return t("no_store");
  return /^\d*$/.test(error.message) ? t("not_opened") : error.message;
}

/** Whoever has a shift on this phone, or records in it that wait, gets back to them. */
async function showWayBack() {
  const link = document.querySelector("[data-open-app]");
  if (!(link instanceof HTMLElement)) return;
  const store = await openStore(indexedDB);
  const isInUse = async (/** @type {import("./db.js").Rows} */ rows) =>
    (await rows.get("state", "shift")) ?? (await rows.inState("entries", "unsent"))[0];
  link.hidden = !(await store.read(isInUse));
}

showWayBack().catch(() => undefined);

for (const form of document.querySelectorAll("form[data-open-shift]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-open-error]");
    const press = form.querySelector("button");
    press?.setAttribute("aria-busy", "true");
    open(form).then(
      () => location.assign(form.dataset.app ?? ""),
      (/** @type {Error} */ error) => {
        press?.removeAttribute("aria-busy");
        if (!(said instanceof HTMLElement)) return;
        said.textContent = sentenceFor(error, said.dataset.offline ?? "");
        said.hidden = false;
      },
    );
  });
}
