import assert from "node:assert/strict";
import { test } from "node:test";

import { joined, toBase64Url } from "../../../tongzhou/field/static/field/js/bytes.js";
import { keysOf } from "../../../tongzhou/field/static/field/js/gate.js";
import { readMuster, renewedBy } from "../../../tongzhou/field/static/field/js/muster.js";
import { MOST_BYTES, qrOf } from "../../../tongzhou/field/static/field/js/qr.js";
import {
  framesOf,
  loadOf,
  missing,
  takenIn,
} from "../../../tongzhou/field/static/field/js/series.js";

const EC = { name: "ECDSA", namedCurve: "P-256" };
const ORDER = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** @param {Uint8Array} bytes */
function base45(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 2) {
    const isPair = start + 1 < bytes.length;
    const number = isPair ? bytes[start] * 256 + bytes[start + 1] : bytes[start];
    text += BASE45[number % 45] + BASE45[Math.floor(number / 45) % 45];
    if (isPair) text += BASE45[Math.floor(number / 2025)];
  }
  return text;
}

/** @param {Uint8Array} signature with its second half in the lower half, as the server makes it */
function low(signature) {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`);
  const least = s > ORDER / 2n ? ORDER - s : s;
  const half = Buffer.from(least.toString(16).padStart(64, "0"), "hex");
  return joined(signature.subarray(0, 32), half);
}

/** @param {CryptoKeyPair} pair @param {number} list @param {string[]} revoked @param {Uint8Array} point */
async function muster(pair, list, revoked, point) {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  head.set([1, 1, 0, 7]);
  view.setUint32(4, list);
  view.setUint32(8, 1_581_642_000);
  head[12] = 1;
  const key = new Uint8Array(10);
  key[1] = 8;
  const count = Uint8Array.of(0, revoked.length);
  const passes = revoked.map((id) => Uint8Array.from(Buffer.from(id, "hex")));
  const body = joined(head, key, point, count, ...passes);
  const domain = new TextEncoder().encode("tongzhou.muster.1\0");
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, joined(domain, body));
  return joined(body, low(new Uint8Array(signature)));
}

const pair = await crypto.subtle.generateKey(EC, true, ["sign", "verify"]);
const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
const pack = {
  rules: [], blocked: ["00000000000000aa"], passes: [], trips: [], list: 4,
  keys: [{ id: 7, committee: 1, key: toBase64Url(point), from: "", until: "" }],
};
const keys = await keysOf(pack);
const content = await muster(pair, 5, ["0123456789abcdef"], point);

test("a leader's code brings the time, the next key and what was revoked, and takes nothing away", async () => {
  const { muster: read, fault } = await readMuster(`TZM1:${base45(content)}`, pack, keys);
  assert.equal(fault, null);
  assert.ok(read);
  const renewed = renewedBy(pack, read);
  assert.deepEqual(renewed.blocked, ["00000000000000aa", "0123456789abcdef"]);
  assert.deepEqual(renewed.keys.map(({ id }) => id), [7, 8]);
  assert.equal(renewed.list, 5);
  assert.equal(read.at, 1_581_642_000);
});

test("yesterday's code is refused, since its number does not grow", async () => {
  const text = `TZM1:${base45(content)}`;
  assert.equal((await readMuster(text, { ...pack, list: 5 }, keys)).fault, "older");
});

test("not one bit of a leader's code can be changed", async () => {
  for (let bit = 0; bit < content.length * 8; bit += 1) {
    const changed = Uint8Array.from(content);
    changed[bit >> 3] ^= 1 << (bit & 7);
    const { muster: read } = await readMuster(`TZM1:${base45(changed)}`, pack, keys);
    assert.equal(read, null, `bit ${bit}`);
  }
});

const LOAD = {
  device: { id: "phone", secret: "secret" },
  entries: Array.from({ length: 60 }, (_, place) => ({ id: crypto.randomUUID(), seq: place + 1 })),
};

test("a series of codes is read in any order, some of them twice", async () => {
  const frames = await framesOf(LOAD);
  assert.ok(frames.length > 3 && frames.every((frame) => frame.length <= MOST_BYTES));

  let reading = null;
  for (const frame of [...frames].reverse()) reading = takenIn(takenIn(reading, frame), frame);
  assert.deepEqual(missing(reading), []);
  assert.ok(reading);
  assert.deepEqual(await loadOf(reading), LOAD);
});

test("what is missing of a series is said by number, and codes of two series do not mix", async () => {
  const frames = await framesOf(LOAD);
  const reading = takenIn(takenIn(null, frames[1]), "TZ1:A PASS");
  assert.ok(missing(reading).includes(1) && !missing(reading).includes(2));

  const other = await framesOf({ ...LOAD, entries: [] });
  assert.equal(takenIn(reading, other[0])?.set, other[0].slice(5, 13));
});

test("a code that this phone draws is read by the decoder of the other", async (context) => {
  const reader = await import("zxing-wasm/reader").catch(() => null);
  if (!reader) return context.skip("the decoder is not installed");
  const [frame] = await framesOf(LOAD);
  const grid = qrOf(frame);
  const [scale, quiet] = [4, 4];
  const width = (grid.length + 2 * quiet) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let place = 0; place < width * width; place += 1) {
    const row = Math.floor(place / width / scale) - quiet;
    const column = Math.floor((place % width) / scale) - quiet;
    if (grid[row]?.[column]) data.fill(0, place * 4, place * 4 + 3);
  }
  const { readFileSync } = await import("node:fs");
  const { createRequire } = await import("node:module");
  const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const file = readFileSync(wasm);
  reader.prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(file).buffer } });
  const image = /** @type {any} */ ({ data, width, height: width, colorSpace: "srgb" });
  const [found] = await reader.readBarcodes(image, { formats: ["QRCode"] });
  assert.equal(found?.text, frame);
});
