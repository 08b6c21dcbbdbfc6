// What visitors write is sealed to the server's public key: this phone cannot read it back.
// ECDH on P-256 with a key for this once, HKDF-SHA256, AES-256-GCM.

import { joined, toBase64Url, toUtf8 } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = new TextEncoder().encode("tongzhou.field.seal.1");

/**
 * @param {JsonWebKey} serverKey @param {Record<string, any>} content
 * @returns {Promise<string>} point (65 bytes), iv (12), ciphertext and tag, as base64url
 */
export async function seal(serverKey, content) {
  const { kty, crv, x, y } = serverKey;
  const theirs = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: theirs },
    ours.privateKey,
    256,
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await stretched(shared, point);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, toUtf8(content));
  return toBase64Url(joined(point, iv, new Uint8Array(sealed)));
}

/** @param {ArrayBuffer} shared @param {Uint8Array<ArrayBuffer>} salt */
async function stretched(shared, salt) {
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: INFO },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
}
