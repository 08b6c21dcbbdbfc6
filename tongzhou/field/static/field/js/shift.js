// A shift on this phone: opened online, its lists under a key that ends after twelve hours.

import { fromUtf8, toUtf8 } from "./bytes.js";
import { ask, keepClock } from "./sender.js";
import { readingNow } from "./clock.js";
import { wipe, wire } from "./outbox.js";

/**
 * @typedef {import("./db.js").Store} Store
 * @typedef {import("./sender.js").Line} Line
 * @typedef {{id: string, profile: string, place: {id: number, name: string}|null,
 *   opened_at: string, names_until: string, amber_from: string, stale_from: string}} Shift
 * @typedef {"fresh"|"nameless"|"amber"|"stale"} Age
 */

const OPEN = "/field/api/open";
const REFRESH = "/field/api/refresh";
/** What a shift leaves behind but its records. */
const HELD = ["pack", "vault", "vault_key", "decisions", "done", "marks"];
const MOST_SHIFTS = 50;
/** Profiles whose pack holds names. */
const NAMED = new Set(["rounds", "deliveries", "muster"]);

/**
 * How old what the phone knows is.
 * @param {Shift} shift @param {number} now @param {number} [renewed] when a muster or the server
 *   last made it current
 * @returns {Age}
 */
export function ageOf(shift, now, renewed = 0) {
  const opened = Date.parse(shift.opened_at);
  const since = Math.max(0, renewed - opened);
  if (now >= Date.parse(shift.stale_from) + since) return "stale";
  if (now >= Date.parse(shift.amber_from) + since) return "amber";
  return now >= Date.parse(shift.names_until) ? "nameless" : "fresh";
}

/**
 * Opens a shift. Throws where there is no network or the server refuses.
 * @param {Line} line @param {{profile: string, place: number|null}} chosen @param {string} token
 */
export async function openShift(line, chosen, token) {
  const held = await heldBy(line.store);
  const before = readingNow(line.session);
  const response = await line.fetch(OPEN, {
    method: "POST",
    cache: "no-store",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ ...chosen, ...held }),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok || !answer?.shift) throw new Error(answer?.sentence ?? String(response.status));
  await keepClock(line.store, answer.server_now, before, readingNow(line.session));
  await keepShift(line.store, answer);
}

/**
 * What this phone says of itself: its number, what it no longer holds, and which shifts its records
 * belong to. A server that was set up anew from an older backup knows none of it.
 * @param {Store} store
 */
function heldBy(store) {
  return store.read(async (rows) => {
    const device = await rows.get("state", "device");
    if (!device) return { device: null };
    const own = (await rows.all("entries")).filter((entry) => entry.device === device.id);
    const least = own.reduce((seq, entry) => Math.min(seq, entry.seq), device.next_seq);
    const used = new Set(own.map((entry) => entry.shift));
    const shifts = ((await rows.get("state", "shifts")) ?? []).filter(
      (/** @type {{id: string}} */ { id }) => used.has(id),
    );
    return { device: device.id, owner: device.owner ?? null, forgotten: least - 1, shifts };
  });
}

/**
 * Somebody else works with this phone now. What the one before did not send yet goes in their name.
 * @param {import("./db.js").Rows} rows @param {{id: string, secret: string|null}} held
 */
async function carryOn(rows, { id, secret }) {
  if (!secret) return;
  for (const entry of await rows.inState("entries", "unsent")) {
    if (entry.device !== id) continue;
    await rows.put("carried", entry.id, { device: { id, secret }, entry: wire(entry), state: "unsent" });
    await rows.put("entries", entry.id, { ...entry, state: "carried" });
  }
}

/** @param {import("./db.js").Rows} rows @param {Shift} shift */
async function remember(rows, { id, profile, place, opened_at }) {
  const known = (await rows.get("state", "shifts")) ?? [];
  const shift = { id, profile, place: place?.id ?? null, opened_at };
  await rows.put("state", "shifts", [...known, shift].slice(-MOST_SHIFTS));
}

/**
 * @param {Store} store
 * @param {{device: {id: string, secret: string}, shift: Shift, next_seq: number,
 *   server_key: JsonWebKey, pack: Record<string, any>}} opened
 */
export async function keepShift(store, { device, shift, next_seq, server_key, pack }) {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const hidden = NAMED.has(shift.profile) ? await encrypted(key, pack) : null;
  await store.write(async (rows) => {
    const held = await rows.get("state", "device");
    const least = held?.id === device.id ? held.next_seq : 1;
    if (held && held.id !== device.id) await carryOn(rows, held);
    await remember(rows, shift);
    await rows.put("state", "device", { ...device, next_seq: Math.max(least, next_seq ?? 1) });
    await rows.put("state", "shift", shift);
    await rows.put("state", "server_key", server_key);
    await rows.put("state", "vault_key", key);
    await rows.put("state", "vault", hidden);
    await rows.put("state", "pack", hidden ? null : pack);
    await rows.put("state", "renewed", Date.parse(shift.opened_at));
    await rows.remove("state", "ended");
  });
}

/**
 * Asks for the newest rules, keys and lists; what is here stays where there is no network.
 * @param {Line} line
 * @returns {Promise<boolean>} whether it is new
 */
export async function refresh(line) {
  const device = await line.store.read((rows) => rows.get("state", "device"));
  if (!device?.secret) return false;
  const said = await ask(line, REFRESH, device, {}).catch(() => null);
  if (said?.answer?.ended) await wipe(line.store);
  if (said?.status !== 200 || !said.answer?.pack) return false;
  await keepPack(line.store, said.answer.pack, Date.parse(said.answer.server_now));
  return true;
}

/** @param {Store} store @param {Record<string, any>} pack @param {number} now */
async function keepPack(store, pack, now) {
  const [shift, key, old] = await store.read(async (rows) => [
    await rows.get("state", "shift"),
    await rows.get("state", "vault_key"),
    await rows.get("state", "pack"),
  ]);
  // A leader's paper may be newer than what the server gave; its number only grows.
  if (!shift || (old?.list ?? 0) > (pack.list ?? Infinity)) return;
  const isNamed = NAMED.has(shift.profile);
  if (isNamed && !key) return;
  const hidden = isNamed ? await encrypted(key, pack) : null;
  await store.write(async (rows) => {
    await rows.put("state", isNamed ? "vault" : "pack", hidden ?? pack);
    await rows.put("state", "renewed", now);
  });
}

/** @param {CryptoKey} key @param {any} content */
async function encrypted(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, toUtf8(content)) };
}

/**
 * What the shift holds: names only until their hour, then the key is gone for good.
 * @param {Store} store @param {number} now
 * @returns {Promise<Record<string, any>|null>}
 */
export async function packOf(store, now) {
  const [shift, pack, hidden, key] = await store.read(async (rows) => [
    await rows.get("state", "shift"),
    await rows.get("state", "pack"),
    await rows.get("state", "vault"),
    await rows.get("state", "vault_key"),
  ]);
  if (!shift) return null;
  if (!NAMED.has(shift.profile)) return pack ?? null;
  if (now >= Date.parse(shift.names_until)) {
    await dropKey(store);
    return null;
  }
  if (!key || !hidden) return null;
  const { iv, text } = hidden;
  return fromUtf8(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, text)));
}

/** @param {Store} store */
function dropKey(store) {
  return store.write(async (rows) => {
    await rows.remove("state", "vault_key");
    await rows.remove("state", "vault");
  });
}

/**
 * Ends the shift on this phone. What was not sent stays, and so does the number of the phone.
 * @param {Store} store
 */
export function endShift(store) {
  return store.write(async (rows) => {
    for (const name of HELD) await rows.remove("state", name);
    await rows.put("state", "shift", null);
  });
}
