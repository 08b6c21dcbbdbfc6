// What was not sent, as a series of QR codes that another phone reads: the way out for a phone that
// never sees a network. The other phone sends it in this phone's name.

import { fromBase64Url, toBase64Url, toHex, toUtf8, fromUtf8 } from "./bytes.js";
import { MOST_BYTES } from "./qr.js";

const PREFIX = "TZQ1:";
const CHUNK = MOST_BYTES - 32;
const FRAME = /^TZQ1:([0-9a-f]{8}):(\d{1,4})\/(\d{1,4}):([\w-]*)$/;

/**
 * @typedef {{device: {id: string, secret: string}, entries: object[]}} Load
 * @typedef {{set: string, parts: (string|undefined)[]}} Reading
 */

/** @param {string} text */
export const isFrame = (text) => text.startsWith(PREFIX);

/**
 * @param {Load} load
 * @returns {Promise<string[]>} one text for each code
 */
export async function framesOf(load) {
  const bytes = await through(new CompressionStream("deflate-raw"), toUtf8(load));
  const text = toBase64Url(bytes);
  const set = await markOf(text);
  const total = Math.ceil(text.length / CHUNK);
  return Array.from({ length: total }, (_, place) => {
    const part = text.slice(place * CHUNK, (place + 1) * CHUNK);
    return `${PREFIX}${set}:${place + 1}/${total}:${part}`;
  });
}

/**
 * Takes in one more code, in any order; one of another series begins anew.
 * @param {Reading|null} reading @param {string} frame
 * @returns {Reading|null}
 */
export function takenIn(reading, frame) {
  const match = FRAME.exec(frame);
  if (!match) return reading;
  const [, set, number, total, part] = match;
  const place = Number(number) - 1;
  if (place < 0 || place >= Number(total)) return reading;
  const isSame = reading?.set === set && reading.parts.length === Number(total);
  const parts = isSame ? [...reading.parts] : new Array(Number(total)).fill(undefined);
  parts[place] = part;
  return { set, parts };
}

/** @param {Reading|null} reading the numbers that are still missing */
export function missing(reading) {
  return reading ? reading.parts.flatMap((part, place) => (part === undefined ? place + 1 : [])) : [];
}

/**
 * @param {Reading} reading that misses nothing
 * @returns {Promise<Load|null>} null where the codes do not belong together
 */
export async function loadOf(reading) {
  const text = reading.parts.join("");
  if ((await markOf(text)) !== reading.set) return null;
  const stream = new DecompressionStream("deflate-raw");
  return fromUtf8(await through(stream, fromBase64Url(text)));
}

/** @param {string} text */
async function markOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toHex(new Uint8Array(digest).subarray(0, 4));
}

/** @param {GenericTransformStream} stream @param {Uint8Array<ArrayBuffer>} bytes */
async function through(stream, bytes) {
  const read = new Response(new Blob([bytes]).stream().pipeThrough(/** @type {any} */ (stream)));
  return new Uint8Array(await read.arrayBuffer());
}
