// What was recorded on this phone, until the server's backup holds it. Nothing is ever deleted
// before that, whatever happens to the shift, the keys or the server.

import { uuid7 } from "../../ui/js/ids.js";

/**
 * @typedef {import("./db.js").Store} Store
 * @typedef {import("./db.js").Rows} Rows
 * @typedef {"unsent"|"acknowledged"|"tray"|"set_aside"|"carried"} State
 * @typedef {{id: string, seq: number, device: string, shift: string, kind: string, at: string,
 *   doubt: number, body: Record<string, any>, state: State,
 *   refusal: {code: string, sentence: string}|null, word: string, mends?: string}} Entry
 * @typedef {{accepted: string[], refused: {id: string, code: string, sentence: string}[],
 *   watermark: number, last?: number, gaps: [number, number][], server_now: string}} Answer
 * @typedef {{kind: string, body: Record<string, any>, at: number, doubt: number,
 *   mends?: Entry, word?: string}} Recorded
 */

export const BATCH = 50;
/** The server could not read it, so it does not hold it. */
export const UNREADABLE = "unreadable";
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 300_000;

/**
 * Writes one entry, in one transaction with the number it takes. Over when it is on the disk.
 * @param {Store} store @param {Recorded} recorded @param {Uint8Array} chance ten random bytes
 * @returns {Promise<Entry>}
 */
export function record(store, recorded, chance) {
  return store.write(async (rows) => {
    const device = await rows.get("state", "device");
    const shift = await rows.get("state", "shift");
    if (!device || !(shift || recorded.mends)) throw new Error("no shift was opened on this phone");
    /** @type {Entry} */
    const entry = {
      id: uuid7(Math.max(0, Math.round(recorded.at)), chance),
      seq: device.next_seq,
      device: device.id,
      shift: recorded.mends?.shift ?? shift.id,
      kind: recorded.kind,
      at: new Date(recorded.at).toISOString(),
      doubt: Math.ceil(recorded.doubt),
      body: recorded.body,
      state: "unsent",
      refusal: null,
      word: "",
    };
    await rows.put("state", "device", { ...device, next_seq: device.next_seq + 1 });
    if (recorded.mends) {
      entry.mends = recorded.mends.id;
      const old = { ...recorded.mends, state: "set_aside", word: recorded.word };
      await rows.put("entries", old.id, old);
    }
    await rows.put("entries", entry.id, entry);
    return entry;
  });
}

/** @param {Store} store @returns {Promise<Entry[]>} the oldest first */
export async function entriesOf(store) {
  const entries = await store.read((rows) => rows.all("entries"));
  return entries.sort((one, other) => one.seq - other.seq);
}

/**
 * The entries of one device that were not sent, the oldest first.
 * @param {Store} store @param {string} device
 * @returns {Promise<Entry[]>}
 */
export async function unsentOf(store, device) {
  const entries = await store.read((rows) => rows.inState("entries", "unsent"));
  return entries
    .filter((entry) => entry.device === device)
    .sort((one, other) => one.seq - other.seq);
}

/**
 * An entry as it goes over the wire.
 * @param {Entry} entry
 */
export function wire({ id, seq, shift, kind, at, doubt, body, mends }) {
  return { id, seq, shift, kind, at, doubt, body, ...(mends ? { mends } : {}) };
}

/**
 * Takes in what the server said of one device's entries.
 * @param {Store} store @param {string} device @param {Answer} answer
 */
export function takeIn(store, device, answer) {
  const accepted = new Set(answer.accepted);
  const refused = new Map(answer.refused.map(({ id, code, sentence }) => [id, { code, sentence }]));
  return store.write(async (rows) => {
    const isFar = await isBeyondBatch(rows, device, answer);
    const ids = [...accepted, ...refused.keys()];
    const some = isFar ? rows.all("entries") : Promise.all(ids.map((id) => rows.get("entries", id)));
    for (const entry of await some) {
      if (entry?.device !== device) continue;
      const next = after(entry, accepted, refused, answer);
      if (next === null) await rows.remove("entries", entry.id);
      else if (next !== entry) await rows.put("entries", entry.id, next);
    }
  });
}

/**
 * Whether an answer speaks of more than what was sent just now. A server that knows less of this
 * phone than it once did was set up anew from an older backup.
 * @param {Rows} rows @param {string} device @param {Answer} answer
 */
async function isBeyondBatch(rows, device, { watermark, last, gaps }) {
  const name = `heard ${device}`;
  const known = (await rows.get("state", name)) ?? { watermark: 0, last: 0 };
  const now = { watermark: Math.max(watermark, known.watermark), last: last ?? known.last };
  if (now.watermark !== known.watermark || now.last !== known.last) await rows.put("state", name, now);
  return watermark > known.watermark || now.last < known.last || gaps.length > 0;
}

/**
 * What becomes of one entry; null when the server's backup holds it and nobody needs it here.
 * @param {Entry} entry @param {Set<string>} accepted
 * @param {Map<string, {code: string, sentence: string}>} refused @param {Answer} answer
 * @returns {Entry|null}
 */
function after(entry, accepted, refused, answer) {
  const refusal = refused.get(entry.id);
  if (refusal && entry.state === "unsent") {
    // Sent once more after it was set aside or mended: it was dealt with.
    return entry.word ? acknowledged(entry) : { ...entry, state: "tray", refusal };
  }
  const isHeard = accepted.has(entry.id) || refusal !== undefined;
  if (accepted.has(entry.id) && entry.state === "unsent") entry = acknowledged(entry);
  if (entry.state === "unsent" || entry.refusal?.code === UNREADABLE) return entry;
  // A server that was set up anew from an older backup is filled again from here.
  if (!isHeard && isMissing(entry, answer)) return { ...entry, state: "unsent" };
  return entry.state === "tray" || entry.seq > answer.watermark ? entry : null;
}

/** @param {Entry} entry @param {Answer} answer */
const isMissing = ({ seq }, { last, gaps }) =>
  seq > (last ?? Infinity) || gaps.some(([from, to]) => from <= seq && seq <= to);

/** @param {Entry} entry @returns {Entry} */
const acknowledged = (entry) => ({ ...entry, state: entry.word ? "set_aside" : "acknowledged" });

/**
 * Sets a refused entry aside: it stays, with the word that says why.
 * @param {Store} store @param {string} id @param {string} word
 */
export function setAside(store, id, word) {
  return store.write(async (rows) => {
    const entry = await rows.get("entries", id);
    if (entry?.state !== "tray") return;
    await rows.put("entries", id, { ...entry, state: "set_aside", word });
  });
}

/**
 * The server ended this phone: names, keys and what the shift held go, what was not sent stays.
 * @param {Store} store
 */
export function wipe(store) {
  return store.write(async (rows) => {
    for (const name of ["pack", "vault", "vault_key", "decisions", "done", "shift"]) await rows.remove("state", name);
    const device = await rows.get("state", "device");
    if (device) await rows.put("state", "device", { ...device, secret: null });
    await rows.put("state", "ended", true);
  });
}

/**
 * @param {Store} store
 * @returns {Promise<{unsent: number, tray: number, carried: number}>}
 */
export function counts(store) {
  return store.read(async (rows) => ({
    unsent: (await rows.inState("entries", "unsent")).length,
    tray: (await rows.inState("entries", "tray")).length,
    carried: (await rows.inState("carried", "unsent")).length,
  }));
}

/**
 * How long to wait after so many failures in a row: longer each time, and never all at once.
 * @param {number} failures @param {number} chance from 0 to 1
 */
export function pause(failures, chance) {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 20));
  return longest / 2 + (longest / 2) * chance;
}
