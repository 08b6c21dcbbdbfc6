import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  fromBase64Url,
  fromUtf8,
  toBase64Url,
} from "../../../tongzhou/field/static/field/js/bytes.js";
import {
  judged,
  keysOf,
  peopleOut,
  scanned,
  typed,
  visitorJudged,
  waysOf,
} from "../../../tongzhou/field/static/field/js/gate.js";
import { seal } from "../../../tongzhou/field/static/field/js/seal.js";
import { ageOf, endShift, keepShift, packOf } from "../../../tongzhou/field/static/field/js/shift.js";
import { codeOf } from "../../../tongzhou/gates/static/gates/js/pass.js";
import { memoryStore } from "./field_store.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NINE = Date.parse("2020-02-14T09:00:00+08:00");
const LI = "0123456789abcdef";
const CHEN = "8000000000000000";

/** @typedef {import("../../../tongzhou/field/static/field/js/gate.js").Pack} Pack */

/** @type {Pack} */
const PACK = {
  rules: [{ day: "2020-02-14" }],
  offset: 480,
  keys: [],
  blocked: [CHEN],
  passes: [{ pass: LI, code: codeOf(LI), until: "2020-03-01T00:00:00+08:00" }],
  trips: [],
  phone: "",
};
/** @type {import("../../../tongzhou/field/static/field/js/gate.js").Shown} */
const SHOWN = { pass: LI, standing: "good", how: "code" };

/** @param {"out"|"in"} direction @param {number} at @param {object} [more] */
const asked = (direction, at, more = {}) => ({
  direction, at, persons: 1, reason: null, tenths: null, isSecond: false, ...more,
});

/** @param {"out"|"in"} direction @param {number} at @param {string|null} [pass] */
const crossing = (direction, at, pass = LI) => ({
  kind: "gate.crossing", at: new Date(at).toISOString(), body: { direction, pass, persons: 1 },
});

test("a household that stayed at home may go, and is told when to be back", () => {
  const verdict = judged(PACK, waysOf(PACK, []), SHOWN, asked("out", NINE));
  assert.equal(verdict.answer, "go");
  assert.equal(verdict.back_by, NINE / 1000 + 2 * 3600);
});

test("the same pass the same way is refused at once", () => {
  const ways = waysOf(PACK, [crossing("out", NINE)]);
  const verdict = judged(PACK, ways, SHOWN, asked("out", NINE + MINUTE));
  assert.deepEqual([verdict.answer, verdict.why, verdict.since], ["stop", "already_out", NINE]);
});

test("nobody is kept from their home, even with a pass that came home already", () => {
  const ways = waysOf(PACK, [crossing("out", NINE), crossing("in", NINE + HOUR)]);
  const verdict = judged(PACK, ways, SHOWN, asked("in", NINE + HOUR + MINUTE));
  assert.deepEqual([verdict.answer, verdict.deed], ["wait", "let_home_and_note_door"]);
});

test("a trip that the server knows counts like one of this phone", () => {
  const out = new Date(NINE - 3 * HOUR).toISOString();
  const pack = { ...PACK, trips: [{ pass: LI, out, in: new Date(NINE - HOUR).toISOString() }] };
  assert.equal(judged(pack, waysOf(pack, []), SHOWN, asked("out", NINE)).why, "trip_used");
});

test("a blocked pass says nothing but that it is not by this pass", () => {
  const shown = typed(PACK, codeOf(CHEN), NINE);
  assert.equal(shown?.standing, "blocked");
  const verdict = judged(PACK, new Map(), shown ?? SHOWN, asked("out", NINE));
  assert.deepEqual([verdict.answer, verdict.why], ["stop", "not_by_this_pass"]);
});

test("a mistyped code is no code, and a code nobody knows is unknown", () => {
  assert.equal(typed(PACK, "243JAE5A3", NINE), null);
  assert.equal(typed(PACK, codeOf("ffffffffffffffff"), NINE)?.standing, "unknown");
  assert.equal(typed(PACK, codeOf(LI).toLowerCase(), NINE)?.standing, "good");
});

test("a scanned pass is verified, and a revoked one is blocked though its signature is good", async () => {
  const file = new URL("../../gates/vectors/passes.json", import.meta.url);
  const vectors = JSON.parse(readFileSync(file, "utf-8"));
  const keys = Object.entries(vectors.keys).map(([id, point]) => ({
    id: Number(id), committee: 1, from: "", until: "",
    key: toBase64Url(Uint8Array.from(Buffer.from(String(point), "hex"))),
  }));
  const good = vectors.cases.find((/** @type {any} */ each) => each.fault === null);
  const pack = { ...PACK, keys };
  const held = await keysOf(pack);

  assert.equal((await scanned(pack, held, good.token, good.at * 1000)).standing, "good");
  const revoked = { ...pack, blocked: [good.body.pass_id] };
  assert.equal((await scanned(revoked, held, good.token, good.at * 1000)).standing, "blocked");
  assert.equal((await scanned(pack, held, "TZ1:NOT A PASS", NINE)).standing, "unknown");
});

test("the number of people out follows who came home, also without a pass", () => {
  const entries = [
    crossing("out", NINE), crossing("out", NINE, CHEN), crossing("in", NINE + HOUR, CHEN),
    crossing("out", NINE, null), crossing("out", NINE, null), crossing("in", NINE, null),
  ];
  assert.equal(peopleOut(waysOf(PACK, entries)), 2);
});

test("a warm forehead is measured again before anything is decided", () => {
  const verdict = judged(PACK, new Map(), SHOWN, asked("out", NINE, { tenths: 378 }));
  assert.deepEqual([verdict.answer, verdict.deed], ["wait", "rest_and_measure"]);
  const again = asked("out", NINE, { tenths: 378, isSecond: true });
  assert.equal(judged(PACK, new Map(), SHOWN, again).answer, "stop");
});

test("a visitor waits until the host was asked, where visitors come by consent", () => {
  const pack = { ...PACK, rules: [{ day: "2020-02-14", visitors: "by_consent" }] };
  assert.equal(visitorJudged(pack, asked("in", NINE), null).answer, "wait");
  assert.equal(visitorJudged(pack, asked("in", NINE), true).answer, "go");
  assert.equal(visitorJudged(pack, asked("in", NINE), false).answer, "stop");
});

const SHIFT = {
  id: "shift", profile: "rounds", place: null,
  opened_at: new Date(NINE).toISOString(),
  names_until: new Date(NINE + 12 * HOUR).toISOString(),
  amber_from: new Date(NINE + 36 * HOUR).toISOString(),
  stale_from: new Date(NINE + 72 * HOUR).toISOString(),
};

test("names end after twelve hours, verdicts turn amber after thirty-six and stale after seventy-two", () => {
  const ages = [1, 13, 37, 73].map((hours) => ageOf(SHIFT, NINE + hours * HOUR));
  assert.deepEqual(ages, ["fresh", "nameless", "amber", "stale"]);
  assert.equal(ageOf(SHIFT, NINE + 73 * HOUR, NINE + 48 * HOUR), "nameless");
});

/** @param {Partial<typeof SHIFT>} [more] */
async function opened(more = {}) {
  const store = memoryStore();
  await keepShift(store, {
    device: { id: "phone", secret: "s" },
    shift: { ...SHIFT, ...more },
    next_seq: 1,
    server_key: {},
    pack: { list: [{ name: "Li Xiulan" }] },
  });
  return store;
}

test("a list with names lies encrypted on the phone, and is unreadable after its hour", async () => {
  const store = await opened();
  const rows = await store.read((each) => each.all("state"));
  assert.doesNotMatch(JSON.stringify(rows), /Li Xiulan/);
  assert.equal((await packOf(store, NINE))?.list[0].name, "Li Xiulan");

  assert.equal(await packOf(store, NINE + 13 * HOUR), null);
  assert.equal(await packOf(store, NINE), null, "the key is gone, also when the clock is set back");
});

test("ending a shift takes its list along; the numbers of the phone go on", async () => {
  const store = await opened();
  await endShift(store);
  assert.equal(await packOf(store, NINE), null);
  const device = await store.read((rows) => rows.get("state", "device"));
  assert.equal(device.next_seq, 1);
});

test("what a visitor wrote is read by the server's key alone", async () => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const sealed = fromBase64Url(await seal(jwk, { name: "Wu Lei" }));

  const point = sealed.slice(0, 65);
  const theirs = await crypto.subtle.importKey("raw", point, curve, false, []);
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: theirs }, pair.privateKey, 256,
  );
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("tongzhou.field.seal.1");
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: point, info },
    material, { name: "AES-GCM", length: 256 }, false, ["decrypt"],
  );
  const iv = sealed.slice(65, 77);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(77));
  assert.deepEqual(fromUtf8(new Uint8Array(plain)), { name: "Wu Lei" });
});
