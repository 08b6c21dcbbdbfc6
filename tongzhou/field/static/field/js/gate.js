// Who is out, what a pass is worth, and may somebody pass now: what the gate knows, without a page.

import { codeOf, importKeys, readCode, verify } from "../../gates/js/pass.js";
import { DEFAULTS, decide } from "../../gates/js/rules.js";
import { fromBase64Url } from "./bytes.js";

/**
 * @typedef {import("../../gates/js/rules.js").Verdict} Verdict
 * @typedef {{pass: string, out: string, in: string|null}} Trip
 * @typedef {{rules: (Record<string, any> & {day: string})[], offset?: number, list?: number,
 *   keys: {id: number, committee: number, key: string, from: string, until: string}[],
 *   blocked: string[], passes: {pass: string, code: string, until: string}[],
 *   trips: Trip[], phone?: string}} Pack
 * @typedef {{direction: "out"|"in", at: number, persons: number}} Crossing
 * @typedef {Map<string, Crossing[]>} Ways crossings of each pass, in any order
 * @typedef {{pass: string|null, standing: string, how: "scan"|"code"|"hand"}} Shown
 * @typedef {{direction: "out"|"in", at: number, persons: number, reason: string|null,
 *   tenths: number|null, isSecond: boolean}} Asked
 */

const DAY = 86_400_000;
/** @type {Readonly<Record<string, string>>} */
const STANDINGS = { expired: "expired", not_yet: "not_yet" };

/** @param {Pack} pack */
export function keysOf(pack) {
  return importKeys(pack.keys.map(({ id, key }) => [id, fromBase64Url(key)]));
}

/**
 * The pass behind a scanned text.
 * @param {Pack} pack @param {Map<number, CryptoKey>} keys @param {string} token @param {number} now
 * @returns {Promise<Shown>}
 */
export async function scanned(pack, keys, token, now) {
  const { body, fault } = await verify(token, keys, Math.floor(now / 1000));
  const pass = body?.pass_id ?? null;
  if (pass && pack.blocked.includes(pass)) return { pass, standing: "blocked", how: "scan" };
  const standing = fault ? (STANDINGS[fault] ?? "unknown") : "good";
  return { pass, standing, how: "scan" };
}

/**
 * The pass behind a typed code; null where the code is mistyped.
 * @param {Pack} pack @param {string} typed @param {number} now
 * @returns {Shown|null}
 */
export function typed(pack, typed, now) {
  const code = readCode(typed);
  if (!code) return null;
  const blocked = pack.blocked.find((id) => codeOf(id) === code);
  if (blocked) return { pass: blocked, standing: "blocked", how: "code" };
  const known = pack.passes.find((each) => each.code.replaceAll(/[ -]/g, "") === code);
  if (!known) return { pass: null, standing: "unknown", how: "code" };
  const standing = Date.parse(known.until) <= now ? "expired" : "good";
  return { pass: known.pass, standing, how: "code" };
}

/**
 * All crossings this gate knows of: the server's trips and what this phone wrote.
 * @param {Pack} pack
 * @param {{kind: string, at: string, body: Record<string, any>}[]} entries
 * @returns {Ways}
 */
export function waysOf(pack, entries) {
  /** @type {Ways} */
  const ways = new Map();
  for (const trip of pack.trips ?? []) {
    add(ways, trip.pass, { direction: "out", at: Date.parse(trip.out), persons: 1 });
    if (trip.in) add(ways, trip.pass, { direction: "in", at: Date.parse(trip.in), persons: 1 });
  }
  for (const { kind, at, body } of entries) {
    if (kind !== "gate.crossing") continue;
    const pass = body.pass ?? "";
    add(ways, pass, { direction: body.direction, at: Date.parse(at), persons: body.persons });
  }
  return ways;
}

/** @param {Ways} ways @param {string} pass @param {Crossing} crossing */
export function add(ways, pass, crossing) {
  ways.set(pass, [...(ways.get(pass) ?? []), crossing]);
}

/** @param {Ways} ways @param {string|null} pass @returns {Crossing|null} */
function last(ways, pass) {
  if (!pass) return null;
  return (ways.get(pass) ?? []).reduce(
    (/** @type {Crossing|null} */ latest, each) => (!latest || each.at >= latest.at ? each : latest),
    null,
  );
}

/**
 * How many people are out now. Those who came and went without a pass are counted together.
 * @param {Ways} ways
 */
export function peopleOut(ways) {
  let out = 0;
  for (const [pass, crossings] of ways) {
    if (pass === "") out += unnamedOut(crossings);
    else {
      const latest = last(ways, pass);
      if (latest?.direction === "out") out += latest.persons;
    }
  }
  return out;
}

/** @param {Crossing[]} crossings */
function unnamedOut(crossings) {
  const sum = crossings.reduce(
    (total, { direction, persons }) => total + (direction === "out" ? persons : -persons),
    0,
  );
  return Math.max(0, sum);
}

/**
 * The rules of the day; after the last day that the phone knows, those of that day.
 * @param {Pack} pack @param {number} now
 * @returns {import("../../gates/js/rules.js").Rules}
 */
export function rulesOn(pack, now) {
  const day = new Date(now + offsetOf(pack) * 60_000).toISOString().slice(0, 10);
  const begun = pack.rules.filter((rules) => rules.day <= day);
  return { ...DEFAULTS, ...(begun.at(-1) ?? pack.rules[0]) };
}

/** @param {Pack} pack minutes the street's wall clock is ahead of UTC */
export const offsetOf = (pack) => pack.offset ?? 480;

/**
 * May they pass? The same pass the same way twice is refused at once: it was lent or copied.
 * @param {Pack} pack @param {Ways} ways @param {Shown} shown @param {Asked} asked
 * @returns {Verdict & {since: number|null}}
 */
export function judged(pack, ways, shown, asked) {
  const twice = usedTwice(ways, shown, asked);
  if (twice) return twice;
  const crossings = shown.pass ? (ways.get(shown.pass) ?? []) : [];
  const wentOut = crossings
    .filter(({ direction }) => direction === "out")
    .map(({ at }) => Math.floor(at / 1000));
  const verdict = decide(rulesOn(pack, asked.at), shown.standing, inSeconds(asked), {
    wentOut,
    offset: offsetOf(pack),
  });
  return { ...verdict, since: null };
}

/** @param {Ways} ways @param {Shown} shown @param {Asked} asked */
function usedTwice(ways, shown, asked) {
  const before = shown.standing === "good" ? last(ways, shown.pass) : null;
  if (!before || before.direction !== asked.direction || asked.at - before.at > DAY) return null;
  const moments = { next_at: null, back_by: null, since: before.at };
  // Nobody is kept from their home.
  return asked.direction === "in"
    ? { answer: "wait", why: "already_in", deed: "let_home_and_note_door", ...moments }
    : { answer: "stop", why: "already_out", deed: "call_committee", ...moments };
}

/** @param {Asked} asked */
function inSeconds({ direction, at, persons, reason, tenths, isSecond }) {
  const moment = Math.floor(at / 1000);
  return { at: moment, way: direction, persons, need: reason, tenths, is_second_measure: isSecond };
}

/**
 * May a visitor come in? The host was called, or not.
 * @param {Pack} pack @param {Asked} asked @param {boolean|null} hostAgrees
 * @returns {Verdict & {since: number|null}}
 */
export function visitorJudged(pack, asked, hostAgrees) {
  const question = { ...inSeconds(asked), who: "visitor", host_agrees: hostAgrees };
  const known = { offset: offsetOf(pack) };
  return { ...decide(rulesOn(pack, asked.at), "good", question, known), since: null };
}
