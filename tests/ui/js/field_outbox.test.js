import assert from "node:assert/strict";
import { test } from "node:test";

import {
  counts,
  entriesOf,
  pause,
  record,
  setAside,
  takeIn,
  unsentOf,
  wipe,
  wire,
} from "../../../tongzhou/field/static/field/js/outbox.js";
import { sendAll, sendCarried } from "../../../tongzhou/field/static/field/js/sender.js";
import { keepShift } from "../../../tongzhou/field/static/field/js/shift.js";
import { memoryStore, openedStore } from "./field_store.js";

const NINE = Date.parse("2020-02-14T09:00:00+08:00");
/** @type {import("../../../tongzhou/field/static/field/js/outbox.js").Answer} */
const NOTHING = { accepted: [], refused: [], watermark: 0, gaps: [], server_now: "" };

/** @typedef {import("../../../tongzhou/field/static/field/js/db.js").Store} Store */

/** @param {Store} store @param {number} [count] */
async function crossings(store, count = 1) {
  for (let place = 0; place < count; place += 1) {
    const recorded = { kind: "gate.crossing", body: { place }, at: NINE, doubt: 0.2 };
    await record(store, recorded, crypto.getRandomValues(new Uint8Array(10)));
  }
  return entriesOf(store);
}

/** @param {Store} store @param {Partial<typeof NOTHING>} answer */
const hear = (store, answer) => takeIn(store, "phone", { ...NOTHING, ...answer });

/** @param {Store} store */
const states = async (store) => (await entriesOf(store)).map(({ state }) => state);

test("an entry takes the next number of its phone, and no number is taken twice", async () => {
  const store = await openedStore();
  const recorded = { kind: "gate.count", body: {}, at: NINE, doubt: 0 };
  const chance = () => crypto.getRandomValues(new Uint8Array(10));
  await Promise.all([1, 2, 3].map(() => record(store, recorded, chance())));

  const entries = await entriesOf(store);
  assert.deepEqual(entries.map(({ seq }) => seq), [1, 2, 3]);
  assert.equal(new Set(entries.map(({ id }) => id)).size, 3);
});

test("nothing is recorded where no shift was opened, and nothing is half written", async () => {
  const store = memoryStore();

  await assert.rejects(crossings(store));
  assert.deepEqual(await entriesOf(store), []);
});

test("an entry stays after the server took it, until the server's backup holds it", async () => {
  const store = await openedStore();
  const [first, second] = await crossings(store, 2);

  await hear(store, { accepted: [first.id, second.id] });
  assert.deepEqual(await states(store), ["acknowledged", "acknowledged"]);

  await hear(store, { watermark: 1 });
  assert.deepEqual((await entriesOf(store)).map(({ seq }) => seq), [2]);
});

test("the watermark takes nothing away that was not acknowledged", async () => {
  const store = await openedStore();
  await crossings(store, 2);

  await hear(store, { watermark: 99 });

  assert.deepEqual(await states(store), ["unsent", "unsent"]);
});

test("a server that lost its disk is filled again", async () => {
  const store = await openedStore();
  const entries = await crossings(store, 3);
  await hear(store, { accepted: entries.map(({ id }) => id) });

  await hear(store, { gaps: [[1, 2]] });

  assert.deepEqual(await states(store), ["unsent", "unsent", "acknowledged"]);
});

test("a server restored from an older backup is sent what came after it", async () => {
  const store = await openedStore();
  const entries = await crossings(store, 4);
  await hear(store, { accepted: entries.map(({ id }) => id), last: 4 });
  await hear(store, { refused: [], last: 4 });
  assert.deepEqual(await states(store), Array(4).fill("acknowledged"));

  await hear(store, { last: 2, watermark: 1 });

  assert.deepEqual(await states(store), ["acknowledged", "unsent", "unsent"], "the first is safe");
});

test("what lay in the tray is sent again to a server that does not have it any more", async () => {
  const store = await openedStore();
  const [entry] = await crossings(store);
  await hear(store, { refused: [{ id: entry.id, code: "refused", sentence: "?" }], last: 1 });

  await hear(store, { last: 0 });

  assert.deepEqual(await states(store), ["unsent"]);
});

test("a record put right goes anew, names the old one, and sets it aside", async () => {
  const store = await openedStore();
  const [entry] = await crossings(store);
  await hear(store, { refused: [{ id: entry.id, code: "refused", sentence: "Too warm." }], last: 1 });
  const [mends] = await entriesOf(store);
  const anew = { kind: entry.kind, body: { tenths: 366 }, at: NINE, doubt: 0, mends, word: "put right" };
  const made = await record(store, anew, crypto.getRandomValues(new Uint8Array(10)));

  assert.equal(made.mends, entry.id);
  assert.deepEqual(await states(store), ["set_aside", "unsent"]);
  assert.deepEqual(Object.keys(wire(made)).at(-1), "mends");
});

test("whoever had the phone before sends the rest in their own name", async () => {
  const store = await openedStore();
  const entries = await crossings(store, 2);
  await hear(store, { accepted: [entries[0].id] });
  const at = new Date(NINE).toISOString();
  const times = { opened_at: at, names_until: at, amber_from: at, stale_from: at };
  const shift = { id: "new", profile: "gate", place: null, ...times };
  const device = { id: "mine", secret: "new" };
  await keepShift(store, { device, shift, next_seq: 1, server_key: {}, pack: {} });

  assert.deepEqual(await states(store), ["acknowledged", "carried"]);
  assert.deepEqual(await counts(store), { unsent: 0, tray: 0, carried: 1 });
});

test("a refused entry lies in the tray with its reason until somebody sets it aside", async () => {
  const store = await openedStore();
  const [entry] = await crossings(store);
  await hear(store, { refused: [{ id: entry.id, code: "no_pass", sentence: "No such pass." }] });
  await hear(store, { watermark: 99 });

  const [kept] = await entriesOf(store);
  assert.equal(kept.state, "tray");
  assert.deepEqual(kept.refusal, { code: "no_pass", sentence: "No such pass." });

  await setAside(store, entry.id, "written into the book");
  assert.deepEqual(await states(store), ["set_aside"]);
  assert.equal((await entriesOf(store))[0].word, "written into the book");
});

test("a phone that was ended keeps what it had not sent, and nothing else", async () => {
  const store = await openedStore();
  await crossings(store, 2);

  await wipe(store);

  assert.deepEqual(await counts(store), { unsent: 2, tray: 0, carried: 0 });
  const left = await store.read((rows) => rows.all("state"));
  assert.doesNotMatch(JSON.stringify(left), /a name|"s"/);
});

test("what was not sent of one phone goes first, the oldest before the others", async () => {
  const store = await openedStore();
  const entries = await crossings(store, 3);
  await hear(store, { accepted: [entries[1].id] });

  assert.deepEqual((await unsentOf(store, "phone")).map(({ seq }) => seq), [1, 3]);
  assert.deepEqual(await unsentOf(store, "another"), []);
});

test("pauses grow, end at five minutes, and differ from phone to phone", () => {
  assert.equal(pause(0, 1), 2000);
  assert.ok(pause(3, 0) > pause(1, 1));
  assert.equal(pause(50, 1), 300_000);
  assert.equal(pause(50, 0), 150_000);
});

/**
 * A server that keeps what it gets, and a line that loses some of its answers.
 * @param {Set<number>} lost which requests' answers never arrive
 */
function server(lost) {
  /** @type {Map<string, object>} */
  const rows = new Map();
  let request = 0;
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ init) => {
    const { entries } = JSON.parse(String(init.body));
    for (const entry of entries) rows.set(entry.id, entry);
    request += 1;
    if (lost.has(request)) throw new TypeError("the line broke off");
    const accepted = entries.map((/** @type {{id: string}} */ { id }) => id);
    return Response.json({ ...NOTHING, accepted, server_now: new Date(NINE).toISOString() });
  };
  return { rows, fetch };
}

test("no batch is larger than fifty", async () => {
  const store = await openedStore();
  await crossings(store, 120);
  /** @type {number[]} */
  const sizes = [];
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ init) => {
    const { entries } = JSON.parse(String(init.body));
    sizes.push(entries.length);
    const accepted = entries.map((/** @type {{id: string}} */ { id }) => id);
    return Response.json({ ...NOTHING, accepted });
  };

  assert.equal(await sendAll({ store, session: "a", fetch }), "done");
  assert.deepEqual(sizes, [50, 50, 20]);
});

test("sent over a line that loses answers, every entry arrives once", async () => {
  const store = await openedStore();
  await crossings(store, 120);
  const { rows, fetch } = server(new Set([1, 3]));
  const line = { store, session: "a", fetch };

  const outcomes = [];
  for (let round = 0; round < 3; round += 1) outcomes.push(await sendAll(line));

  assert.deepEqual(outcomes, ["offline", "offline", "done"]);
  assert.equal(rows.size, 120);
  assert.deepEqual(await counts(store), { unsent: 0, tray: 0, carried: 0 });
});

for (const [status, content, outcome] of /** @type {[number, object, string][]} */ ([
  [401, { ended: true }, "ended"],
  [507, {}, "full"],
  [503, {}, "offline"],
  [200, NOTHING, "offline"],
])) {
  test(`an answer ${status} ${JSON.stringify(content).slice(0, 16)} loses nothing`, async () => {
    const store = await openedStore();
    await crossings(store, 3);
    const fetch = async () => Response.json(content, { status });

    assert.equal(await sendAll({ store, session: "a", fetch }), outcome);
    assert.equal((await counts(store)).unsent, 3);
  });
}

test("an entry that the server cannot read lies in the tray, and the others arrive", async () => {
  const store = await openedStore();
  const entries = await crossings(store, 5);
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ init) => {
    const ids = JSON.parse(String(init.body)).entries.map((/** @type {any} */ each) => each.id);
    if (ids.includes(entries[2].id)) return Response.json({ sentence: "?" }, { status: 422 });
    return Response.json({ ...NOTHING, accepted: ids });
  };

  assert.equal(await sendAll({ store, session: "a", fetch }), "done");

  const kept = await states(store);
  assert.deepEqual(kept, ["acknowledged", "acknowledged", "tray", "acknowledged", "acknowledged"]);
  await setAside(store, entries[2].id, "on paper");
  await hear(store, { watermark: 99 });
  assert.deepEqual(await states(store), ["set_aside"], "the server never had it");
});

test("what was read off another phone is sent in its name, and ends nothing here", async () => {
  const store = await openedStore();
  const other = { id: "other", secret: "theirs" };
  await store.write(async (rows) => {
    for (const seq of [1, 2]) {
      const row = { device: other, entry: { id: `e${seq}`, seq }, state: "unsent" };
      await rows.put("carried", `e${seq}`, row);
    }
  });
  /** @type {any[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ init) => {
    asked.push(init.headers.Authorization);
    return Response.json({ ended: true }, { status: 401 });
  };

  assert.equal(await sendCarried({ store, session: "a", fetch }), "done");

  assert.deepEqual(asked, ["Field other.theirs"]);
  assert.ok(await store.read((rows) => rows.get("state", "pack")));
});
