// Sends what was not sent yet. One sender over all tabs, in batches, longer pauses after failures.

import { carriedOn, readingNow, setByServer, unset } from "./clock.js";
import {
  BATCH,
  pause,
  takeIn,
  unsentOf,
  UNREADABLE,
  wipe,
  wire,
} from "./outbox.js";

/**
 * @typedef {import("./db.js").Store} Store
 * @typedef {import("./outbox.js").Answer} Answer
 * @typedef {"done"|"offline"|"ended"|"full"|"signed_out"} Outcome
 * @typedef {{store: Store, session: string,
 *   fetch: (url: string, init: RequestInit) => Promise<Response>}} Line
 */

const SEND = "/field/api/send";
/** @type {Answer} */
const SILENT = { accepted: [], refused: [], watermark: 0, gaps: [], server_now: "" };
const LOCK = "tongzhou-field-sender";

/**
 * One request to the server, with the clock set by its answer.
 * @param {Line} line @param {string} url @param {{id: string, secret: string|null}} device
 * @param {Record<string, any>} content
 * @returns {Promise<{status: number, answer: any}>}
 */
export async function ask({ store, session, fetch }, url, device, content) {
  const before = readingNow(session);
  const now = new Date((await timeNow(store, session)).at).toISOString();
  const response = await fetch(url, {
    method: "POST",
    cache: "no-store",
    credentials: "omit",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Field ${device.id}.${device.secret ?? ""}`,
    },
    body: JSON.stringify({ now, ...content }),
  });
  const answer = await response.json().catch(() => null);
  if (answer?.server_now) await keepClock(store, answer.server_now, before, readingNow(session));
  return { status: response.status, answer };
}

/**
 * @param {Store} store @param {string} server
 * @param {import("./clock.js").Reading} before @param {import("./clock.js").Reading} after
 */
export function keepClock(store, server, before, after) {
  return store.write(async (rows) => {
    const clock = (await rows.get("state", "clock")) ?? null;
    await rows.put("state", "clock", setByServer(clock, Date.parse(server), before, after));
  });
}

/** @type {Map<string, import("./clock.js").Clock>} */
const mine = new Map();

/**
 * The time, carried on and kept. Of two tabs each carries its own clock on, since neither reads the
 * other's running clock; the one that met the server last is followed by both.
 * @param {Store} store @param {string} session
 * @returns {Promise<import("./clock.js").Clock>}
 */
export function timeNow(store, session) {
  return store.write(async (rows) => {
    const reading = readingNow(session);
    const kept = (await rows.get("state", "clock")) ?? unset(reading);
    const own = mine.get(session);
    const clock = carriedOn(own?.floor === kept.floor ? own : kept, reading);
    mine.set(session, clock);
    await rows.put("state", "clock", clock);
    return clock;
  });
}

/**
 * Sends batch after batch until nothing is left, or something stands in the way. With nothing to
 * send it asks all the same: for the time, for gaps, and whether this phone was ended.
 * @param {Line} line
 * @returns {Promise<Outcome>}
 */
export async function sendAll(line) {
  for (let round = 0; ; round += 1) {
    const device = await line.store.read((rows) => rows.get("state", "device"));
    if (!device?.secret) return "signed_out";
    const waiting = await unsentOf(line.store, device.id);
    if (!waiting.length && round) return "done";
    for (let start = 0; start < Math.max(1, waiting.length); start += BATCH) {
      const outcome = await sendBatch(line, device, waiting.slice(start, start + BATCH));
      if (outcome !== "done") return outcome;
    }
  }
}

/**
 * @param {Line} line @param {{id: string, secret: string}} device
 * @param {import("./outbox.js").Entry[]} batch
 * @returns {Promise<Outcome>}
 */
async function sendBatch(line, device, batch) {
  const said = await ask(line, SEND, device, { entries: batch.map(wire) }).catch(() => null);
  if (!said) return "offline";
  const { status, answer } = said;
  if (answer?.ended) {
    await wipe(line.store);
    return "ended";
  }
  if (status === 507) return "full";
  if (status === 422) return sendSingly(line, device, batch, answer?.sentence ?? "");
  if (status !== 200 || !answer) return "offline";
  const before = batch.map(({ id }) => id);
  await takeIn(line.store, device.id, answer);
  return isHeard(before, answer) ? "done" : "offline";
}

/**
 * One entry that the server cannot even read must not hold up the others: they go one by one, and
 * it lies in the tray.
 * @param {Line} line @param {{id: string, secret: string}} device
 * @param {import("./outbox.js").Entry[]} batch @param {string} sentence
 * @returns {Promise<Outcome>}
 */
async function sendSingly(line, device, batch, sentence) {
  if (batch.length === 1) {
    const refused = [{ id: batch[0].id, code: UNREADABLE, sentence }];
    await takeIn(line.store, device.id, { ...SILENT, refused });
    return "done";
  }
  for (const entry of batch) {
    const outcome = await sendBatch(line, device, [entry]);
    if (outcome !== "done") return outcome;
  }
  return "done";
}

/**
 * Sends what was read off another phone, in that phone's name. Whatever the server says of that
 * phone, this one's own shift goes on.
 * @param {Line} line
 * @returns {Promise<Outcome>}
 */
export async function sendCarried(line) {
  const waiting = await line.store.read((rows) => rows.inState("carried", "unsent"));
  for (const device of new Map(waiting.map((row) => [row.device.id, row.device])).values()) {
    const own = waiting.filter((row) => row.device.id === device.id);
    own.sort((one, other) => one.entry.seq - other.entry.seq);
    for (let start = 0; start < own.length; start += BATCH) {
      const entries = own.slice(start, start + BATCH).map(({ entry }) => entry);
      const said = await ask(line, SEND, device, { entries }).catch(() => null);
      // That phone opened a shift since and sends for itself again.
      if (said?.answer?.ended) await keepHeard(line.store, entries.map(({ id }) => id), "ended");
      else if (said?.status !== 200 || !said.answer?.accepted) return "offline";
      else await keepHeard(line.store, heardIn(said.answer), "acknowledged");
    }
  }
  return "done";
}

/** @param {Store} store @param {string[]} ids @param {string} state */
function keepHeard(store, ids, state) {
  return store.write(async (rows) => {
    for (const id of ids) {
      const row = await rows.get("carried", id);
      if (row) await rows.put("carried", id, { ...row, state });
    }
  });
}

/** @param {Answer} answer the ids it speaks of */
const heardIn = ({ accepted, refused }) => [...accepted, ...refused.map(({ id }) => id)];

/**
 * An answer that speaks of none of the entries would be asked again for ever.
 * @param {string[]} ids @param {Answer} answer
 */
function isHeard(ids, answer) {
  const heard = new Set(heardIn(answer));
  return !ids.length || ids.some((id) => heard.has(id));
}

/** @param {Line} line @returns {Promise<Outcome>} */
async function sendBoth(line) {
  const own = await sendAll(line);
  const carried = own === "offline" ? own : await sendCarried(line);
  return own === "done" ? carried : own;
}

/**
 * Sends for as long as the page is open. `nudge` makes it try now.
 * @param {Line} line
 * @param {(outcome: Outcome) => void} told
 */
export function startSender(line, told) {
  /** @type {() => void} */
  let wake = () => undefined;
  let failures = 0;
  let isNudged = false;
  const run = async () => {
    for (;;) {
      isNudged = false;
      const outcome = await underLock(() => sendBoth(line)).catch(() => "offline");
      failures = outcome === "done" ? 0 : failures + 1;
      told(/** @type {Outcome} */ (outcome));
      const wait = outcome === "done" ? 60_000 : pause(failures, Math.random());
      if (isNudged) continue;
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
        setTimeout(wake, wait);
      });
    }
  };
  void run();
  const nudge = () => {
    failures = 0;
    isNudged = true;
    wake();
  };
  window.addEventListener("online", nudge);
  return nudge;
}

/**
 * @template T
 * @param {() => Promise<T>} deed
 * @returns {Promise<T>}
 */
function underLock(deed) {
  // Two tabs that send at once do no harm (the server takes an entry once), only double work.
  return navigator.locks ? navigator.locks.request(LOCK, deed) : deed();
}
