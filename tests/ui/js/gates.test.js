import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  codeOf,
  fromBase45,
  importKeys,
  readCode,
  verify,
} from "../../../tongzhou/gates/static/gates/js/pass.js";
import { DEFAULTS, decide } from "../../../tongzhou/gates/static/gates/js/rules.js";

/** @param {string} name */
function vectors(name) {
  const file = new URL(`../../gates/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf-8"));
}

/** @param {string} digits */
const bytes = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (d) => Number.parseInt(d, 16));

const passes = vectors("passes");
const keys = await importKeys(
  Object.entries(passes.keys).map(([number, point]) => [Number(number), bytes(point)]),
);

for (const { name, rules, standing, asked, went_out, offset, verdict } of vectors("rules").cases) {
  test(`gate rules: ${name}`, () => {
    const found = decide({ ...DEFAULTS, ...rules }, standing, asked, { wentOut: went_out, offset });
    assert.deepEqual(found, { next_at: null, back_by: null, ...verdict });
  });
}

for (const { name, token, at, fault, body } of passes.cases) {
  test(`pass: ${name}`, async () => {
    assert.deepEqual(await verify(token, keys, at), { body, fault });
  });
}

test("codes are those of the server", () => {
  for (const { pass_id, code } of passes.codes) assert.equal(codeOf(pass_id), code);
});

test("typed codes are read as the server reads them", () => {
  for (const { typed, code } of passes.typed) assert.equal(readCode(typed), code);
});

test("base45 reads what the standard wrote, and nothing else", () => {
  assert.deepEqual(fromBase45("%69 VD92EX0"), new TextEncoder().encode("Hello!!"));
  for (const text of ["GGW", "ZZ", "A", "abc", ":::"]) assert.equal(fromBase45(text), null);
});
