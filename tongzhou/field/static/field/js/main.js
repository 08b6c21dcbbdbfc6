// The field app: opens on this phone with or without a network.

import { App } from "./app.js";
import { openStore } from "./db.js";
import { framed } from "./frame.js";
import { gateScreen } from "./gate_screen.js";
import { listScreen } from "./list_screen.js";
import { menuScreen } from "./menu_screen.js";
import { rollScreen } from "./roll_screen.js";
import { listenToScanner } from "./scanner.js";
import { startSender } from "./sender.js";
import { h, notice } from "./ui.js";
import { speak, t } from "./words.js";

const HEARTBEAT = 30_000;
const RENEW_EVERY = 15 * 60_000;

/** @param {App} app */
function homeScreen(app) {
  if (!app.shift) return noShift(app);
  const { profile } = app.shift;
  if (profile === "muster") return rollScreen(app);
  return profile === "gate" ? gateScreen(app) : listScreen(app);
}

/** @param {App} app */
function noShift(app) {
  return framed(
    app,
    () => app.show(menuScreen),
    h("h1", { tabindex: "-1" }, t("no_shift")),
    app.isEnded && notice(t("ended"), "warn"),
    h("p", {}, t("no_shift_help")),
    h("a", { class: "key main", href: app.files.open }, t("open_shift")),
  );
}

/** @param {App} app */
async function beat(app) {
  const before = `${app.age()} ${app.shift?.id}`;
  await app.tick();
  const isStill = app.screen === app.home;
  if (!isStill) return;
  if (`${app.age()} ${app.shift?.id}` === before) app.redrawBar();
  else {
    await app.load();
    app.showHome();
  }
}

/** @param {App} app */
function startSending(app) {
  app.nudge = startSender(app.line, async (outcome) => {
    app.outcome = outcome;
    await app.count();
    if (outcome === "ended") {
      await app.load();
      app.showHome();
    }
    app.redrawBar();
  });
  const redraw = () => app.redrawBar();
  window.addEventListener("offline", redraw);
  window.addEventListener("online", redraw);
  setInterval(() => void beat(app).catch(() => undefined), HEARTBEAT);
  setInterval(() => void renewQuietly(app), RENEW_EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void beat(app).catch(() => undefined);
  });
}

/** @param {App} app */
async function renewQuietly(app) {
  if (!navigator.onLine || document.hidden || app.screen !== app.home) return;
  const { next } = app;
  if (await app.renew()) {
    app.next = next;
    app.showHome();
  }
}

/** @param {App} app */
async function keepForGood(app) {
  const { storage } = navigator;
  app.isPersistent = (await storage?.persisted?.()) || (await storage?.persist?.()) || false;
}

async function start() {
  const root = /** @type {HTMLElement} */ (document.querySelector("main"));
  const { reader = "", wasm = "", decoder = "", worker = "", open = "" } = document.body.dataset;
  speak(navigator.language);
  const store = await openStore(indexedDB).catch(() => null);
  if (!store) return root.replaceChildren(notice(t("no_store"), "alarm"));
  const kept = await store.read((rows) => rows.get("state", "language"));
  document.documentElement.lang = speak(kept ?? navigator.language) === "zh" ? "zh-Hans" : "en";
  document.title = t("title");
  const line = {
    store,
    session: crypto.randomUUID(),
    fetch: (/** @type {string} */ url, /** @type {RequestInit} */ init) => fetch(url, init),
  };
  const app = new App(root, line, { reader, wasm, decoder, worker, open });
  app.home = homeScreen;
  await keepForGood(app).catch(() => undefined);
  await app.load();
  app.showHome();
  listenToScanner(app);
  startSending(app);
  await navigator.serviceWorker?.register(worker, { scope: "/field/" }).catch(() => undefined);
}

void start();
