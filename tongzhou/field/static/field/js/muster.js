// The leader's code at the beginning of a shift: the time, the next keys and what was revoked, signed
// by a key this phone already holds. A phone that never sees a network is current after reading it.

import { fromBase45 } from "../../gates/js/pass.js";
import { joined, toBase64Url, toHex } from "./bytes.js";

/**
 * @typedef {{number: number, from: number, until: number, point: string}} Key
 * @typedef {{signer: number, list: number, at: number, keys: Key[], blocked: string[]}} Muster
 * @typedef {import("./gate.js").Pack} Pack
 */

const PREFIX = "TZM1:";
const DOMAIN = new TextEncoder().encode("tongzhou.muster.1\0");
const HALF_ORDER = BigInt("0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
const [KEY_BYTES, PASS_BYTES, SIGNATURE_BYTES] = [75, 8, 64];

/** @param {string} text */
export const isMuster = (text) => text.startsWith(PREFIX);

/**
 * What a leader's code says, or why it is not believed.
 * @param {string} text @param {Pack} pack @param {Map<number, CryptoKey>} keys
 * @returns {Promise<{muster: Muster|null, fault: "damaged"|"forged"|"older"|null}>}
 */
export async function readMuster(text, pack, keys) {
  const content = fromBase45(text.trim().slice(PREFIX.length));
  const muster = content && unpacked(content);
  if (!content || !muster) return { muster: null, fault: "damaged" };
  const key = keys.get(muster.signer);
  if (!key || !(await isSigned(content, key))) return { muster: null, fault: "forged" };
  // Yesterday's code shown again would take back what was revoked since.
  if (muster.list <= (pack.list ?? 0)) return { muster: null, fault: "older" };
  return { muster, fault: null };
}

/** @param {Uint8Array<ArrayBuffer>} content @returns {Muster|null} */
function unpacked(content) {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  try {
    if (view.getUint8(0) !== 1 || view.getUint8(1) !== 1) return null;
    const count = view.getUint8(12);
    const keys = Array.from({ length: count }, (_, place) => keyAt(view, content, 13 + place * KEY_BYTES));
    const start = 13 + count * KEY_BYTES;
    const revoked = view.getUint16(start);
    if (content.length !== start + 2 + revoked * PASS_BYTES + SIGNATURE_BYTES) return null;
    const blocked = Array.from({ length: revoked }, (_, place) => {
      const at = start + 2 + place * PASS_BYTES;
      return toHex(content.subarray(at, at + PASS_BYTES));
    });
    return { signer: view.getUint16(2), list: view.getUint32(4), at: view.getUint32(8), keys, blocked };
  } catch {
    return null;
  }
}

/** @param {DataView} view @param {Uint8Array} content @param {number} at @returns {Key} */
function keyAt(view, content, at) {
  const point = content.subarray(at + 10, at + KEY_BYTES);
  if (point.length !== 65) throw new RangeError("cut off");
  return {
    number: view.getUint16(at),
    from: view.getUint32(at + 2),
    until: view.getUint32(at + 6),
    point: toBase64Url(point),
  };
}

/** @param {Uint8Array<ArrayBuffer>} content @param {CryptoKey} key */
async function isSigned(content, key) {
  const signature = content.slice(-SIGNATURE_BYTES);
  if (BigInt(`0x${toHex(signature.subarray(32))}`) > HALF_ORDER) return false;
  const signed = joined(DOMAIN, content.subarray(0, -SIGNATURE_BYTES));
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed);
}

/**
 * The pack after a leader's code. Nothing is taken away: what was blocked stays blocked.
 * @param {Pack} pack @param {Muster} muster
 * @returns {Pack}
 */
export function renewedBy(pack, muster) {
  const known = new Set(pack.keys.map(({ id }) => id));
  const fresh = muster.keys
    .filter(({ number }) => !known.has(number))
    .map(({ number, from, until, point }) => ({
      id: number,
      committee: 0,
      key: point,
      from: new Date(from * 1000).toISOString(),
      until: new Date(until * 1000).toISOString(),
    }));
  return {
    ...pack,
    list: muster.list,
    keys: [...pack.keys, ...fresh],
    blocked: [...new Set([...pack.blocked, ...muster.blocked])],
  };
}
