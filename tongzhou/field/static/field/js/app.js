// What is open on this phone, and the one screen that shows it.

import { add, keysOf, offsetOf, peopleOut, waysOf } from "./gate.js";
import { counts, entriesOf, record } from "./outbox.js";
import { timeNow } from "./sender.js";
import { ageOf, packOf, refresh } from "./shift.js";
import { clockTime, t } from "./words.js";
import { notice } from "./ui.js";

/**
 * @typedef {import("./db.js").Store} Store
 * @typedef {{at: number, direction: string, answer: string, why: string}} Decision
 * @typedef {(app: App) => HTMLElement} Screen
 * @typedef {{reader: string, wasm: string, decoder: string, worker: string, open: string}} Files
 */

export class App {
  /** @param {HTMLElement} root @param {import("./sender.js").Line} line @param {Files} files */
  constructor(root, line, files) {
    this.root = root;
    this.line = line;
    this.store = line.store;
    this.files = files;
    /** @type {import("./shift.js").Shift|null} */
    this.shift = null;
    /** @type {any} */
    this.pack = null;
    /** @type {Map<number, CryptoKey>} */
    this.keys = new Map();
    /** @type {import("./gate.js").Ways} */
    this.ways = new Map();
    /** @type {Decision[]} */
    this.decisions = [];
    this.sent = { unsent: 0, tray: 0, carried: 0 };
    /** @type {string} */
    this.outcome = "done";
    this.isEnded = false;
    this.isPersistent = true;
    this.renewed = 0;
    this.now = Date.now();
    this.doubt = 0;
    /** @type {() => void} */
    this.nudge = () => undefined;
    /** @type {() => void} */
    this.leave = () => undefined;
    /** @type {Screen} */
    this.screen = () => this.root;
    /** @type {Screen} */
    this.home = this.screen;
    /** Drawn anew when something changed: the bar at the top. @type {() => void} */
    this.redrawBar = () => undefined;
    /** What the next crossing is about. */
    this.next = fresh("out");
  }

  /** Reads everything from the store. */
  async load() {
    const clock = await this.tick();
    this.pack = await packOf(this.store, clock.at).catch(() => null);
    const [shift, decisions, ended, renewed, direction] = await this.store.read(async (rows) => [
      await rows.get("state", "shift"),
      await rows.get("state", "decisions"),
      await rows.get("state", "ended"),
      await rows.get("state", "renewed"),
      await rows.get("state", "direction"),
    ]);
    this.shift = shift ?? null;
    this.decisions = decisions ?? [];
    this.isEnded = Boolean(ended);
    this.renewed = renewed ?? 0;
    this.next = fresh(direction ?? this.next.direction);
    await this.count();
    if (this.shift?.profile !== "gate" || !this.pack) return;
    this.keys = await keysOf(this.pack);
    this.ways = waysOf(this.pack, await entriesOf(this.store));
  }

  /** @returns {Promise<import("./clock.js").Clock>} the time as this phone knows it */
  async tick() {
    const clock = await timeNow(this.store, this.line.session);
    this.now = clock.at;
    this.doubt = clock.doubt;
    return clock;
  }

  async count() {
    this.sent = await counts(this.store);
  }

  /** @returns {import("./shift.js").Age} */
  age() {
    return this.shift ? ageOf(this.shift, this.now, this.renewed) : "stale";
  }

  offset() {
    return this.pack ? offsetOf(this.pack) : -new Date().getTimezoneOffset();
  }

  /** @param {number} at */
  time(at) {
    return clockTime(at, this.offset(), this.now);
  }

  peopleOut() {
    return peopleOut(this.ways);
  }

  /** @param {Screen} screen */
  show(screen) {
    this.leave();
    this.leave = () => undefined;
    this.redrawBar = () => undefined;
    this.screen = screen;
    this.root.replaceChildren(screen(this));
    window.scrollTo(0, 0);
    this.root.querySelector("h1")?.focus();
  }

  showHome() {
    this.show(this.home);
  }

  /**
   * Writes an entry. It is on the disk when this is over; where it cannot be, the screen says so.
   * @param {string} kind @param {Record<string, any>} body
   * @returns {Promise<boolean>}
   */
  async record(kind, body) {
    try {
      const clock = await this.tick();
      const entry = { kind, body, at: clock.at, doubt: clock.doubt };
      await record(this.store, entry, crypto.getRandomValues(new Uint8Array(10)));
      if (kind === "gate.crossing") {
        const { direction, persons } = body;
        add(this.ways, body.pass ?? "", { direction, at: clock.at, persons });
      }
    } catch {
      this.root.prepend(notice(t("not_saved"), "alarm"));
      return false;
    }
    this.sent.unsent += 1;
    this.redrawBar();
    this.nudge();
    return true;
  }

  /** @param {Decision} decision */
  async decided(decision) {
    this.decisions = [decision, ...this.decisions].slice(0, 5);
    await this.store
      .write((rows) => rows.put("state", "decisions", this.decisions))
      .catch(() => undefined);
  }

  /** @param {"out"|"in"} direction */
  async turn(direction) {
    this.next = fresh(direction);
    await this.store
      .write((rows) => rows.put("state", "direction", direction))
      .catch(() => undefined);
  }

  /** @returns {Promise<boolean>} whether the server had news */
  async renew() {
    const isNew = await refresh(this.line);
    await this.load();
    return isNew;
  }
}

/** @param {"out"|"in"} direction */
export function fresh(direction) {
  return {
    direction,
    persons: 1,
    /** @type {string|null} */
    reason: null,
    /** @type {number|null} */
    tenths: null,
    /** @type {number|null} */
    first: null,
  };
}
