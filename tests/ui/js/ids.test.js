import assert from "node:assert/strict";
import { test } from "node:test";

import { newId, uuid7 } from "../../../tongzhou/ui/static/ui/js/ids.js";

const chance = new Uint8Array(10).fill(0xff);

test("an id is a UUID of version 7 and the usual variant", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the first 48 bits are the milliseconds", () => {
  const id = uuid7(1_580_688_000_123, chance);
  assert.equal(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16), 1_580_688_000_123);
});

test("later ids sort after earlier ones, whatever their chance", () => {
  assert.ok(uuid7(1000, chance) < uuid7(1001, new Uint8Array(10)));
});

test("two ids of the same moment differ", () => {
  assert.notEqual(newId(), newId());
});
