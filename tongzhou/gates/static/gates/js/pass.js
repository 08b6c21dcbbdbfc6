// The token on a pass, read and verified in the browser without any dependency. The same as
// tongzhou/formats/passes.py and pass_codes.py, held together by tests/gates/vectors/passes.json.

/**
 * @typedef {{key: number, pass_id: string, scope: number, starts_at: number, hours: number,
 *   flags: number}} Body
 * @typedef {{body: Body|null, fault: string|null}} Read
 */

const PREFIX = "TZ1:";
const BODY_BYTES = 23;
const TOKEN_BYTES = 87;
const HOUR = 3600;
const DOMAIN = new TextEncoder().encode("tongzhou.pass.1\0");
const HALF_ORDER = BigInt("0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CODE = "23456789ABCDEFGHJKMNPQRSTWXYZ";
const CODE_LENGTH = 9;
const P256 = { name: "ECDSA", namedCurve: "P-256" };

/**
 * The bytes behind a Base45 text (RFC 9285), or null for anything that is none.
 * @param {string} text
 */
export function fromBase45(text) {
  if (text.length % 3 === 1) return null;
  /** @type {number[]} */
  const bytes = [];
  for (let start = 0; start < text.length; start += 3) {
    const digits = [...text.slice(start, start + 3)].map((character) => BASE45.indexOf(character));
    const number = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const isPair = digits.length === 3;
    if (digits.includes(-1) || number > (isPair ? 0xffff : 0xff)) return null;
    if (isPair) bytes.push(number >> 8);
    bytes.push(number & 0xff);
  }
  return Uint8Array.from(bytes);
}

/**
 * Public keys as the server gives them: number and uncompressed point (65 bytes).
 * @param {Iterable<[number, Uint8Array<ArrayBuffer>]>} points
 * @returns {Promise<Map<number, CryptoKey>>}
 */
export async function importKeys(points) {
  const keys = new Map();
  for (const [number, point] of points) {
    keys.set(number, await crypto.subtle.importKey("raw", point, P256, false, ["verify"]));
  }
  return keys;
}

/**
 * What a token says, and what is wrong with it; the body is null where it cannot be trusted.
 * @param {string} token @param {Map<number, CryptoKey>} keys @param {number} at seconds since 1970
 * @returns {Promise<Read>}
 */
export async function verify(token, keys, at) {
  const text = token.trim();
  if (!text.startsWith(PREFIX)) return { body: null, fault: "not_ours" };
  const content = fromBase45(text.slice(PREFIX.length));
  if (!content || content.length !== TOKEN_BYTES || content[0] !== 1 || content[1] !== 1) {
    return { body: null, fault: "damaged" };
  }
  const body = unpacked(content);
  const key = keys.get(body.key);
  if (!key) return { body: null, fault: "unknown_key" };
  if (!(await isSigned(content, key))) return { body: null, fault: "forged" };
  if (at < body.starts_at) return { body, fault: "not_yet" };
  if (at >= body.starts_at + body.hours * HOUR) return { body, fault: "expired" };
  return { body, fault: null };
}

/** @param {Uint8Array<ArrayBuffer>} content @returns {Body} */
function unpacked(content) {
  const view = new DataView(content.buffer, content.byteOffset);
  return {
    key: view.getUint16(2),
    pass_id: hex(content.subarray(4, 12)),
    scope: view.getUint32(12),
    starts_at: view.getUint32(16),
    hours: view.getUint16(20),
    flags: view.getUint8(22),
  };
}

/** @param {Uint8Array<ArrayBuffer>} content @param {CryptoKey} key */
async function isSigned(content, key) {
  const signature = content.slice(BODY_BYTES);
  // Of the two signatures that are equally valid in mathematics, only the lower one is ours.
  if (BigInt(`0x${hex(signature.subarray(32))}`) > HALF_ORDER) return false;
  const signed = new Uint8Array(DOMAIN.length + BODY_BYTES);
  signed.set(DOMAIN);
  signed.set(content.subarray(0, BODY_BYTES), DOMAIN.length);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed);
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The code of a pass, from its id in hexadecimal digits.
 * @param {string} passId
 */
export function codeOf(passId) {
  let number = BigInt(`0x${passId}`) >> 26n;
  /** @type {number[]} */
  const digits = [];
  for (let place = 1; place < CODE_LENGTH; place += 1) {
    digits.unshift(Number(number % 29n));
    number /= 29n;
  }
  digits.push((29 - (weighed(digits) % 29)) % 29);
  return digits.map((digit) => CODE[digit]).join("");
}

/**
 * The code somebody typed, with or without dashes, or null for a mistyped one.
 * @param {string} typed
 */
export function readCode(typed) {
  const code = typed.toUpperCase().replaceAll(/[ -]/g, "");
  const digits = [...code].map((character) => CODE.indexOf(character));
  const isCode = digits.length === CODE_LENGTH && !digits.includes(-1);
  return isCode && weighed(digits) % 29 === 0 ? code : null;
}

/** @param {number[]} digits */
function weighed(digits) {
  return digits.reduce((sum, digit, place) => sum + (CODE_LENGTH - place) * digit, 0);
}
