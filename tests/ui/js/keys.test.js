import assert from "node:assert/strict";
import { test } from "node:test";

import { deedOf, moved } from "../../../tongzhou/ui/static/ui/js/keys.js";

/** @param {string} key @param {object} [more] */
const stroke = (key, more) => ({ key, ctrl: false, alt: false, typing: false, ...more });

for (const [key, deed] of [
  ["/", "search"],
  ["n", "new"],
  ["j", "next"],
  ["k", "previous"],
  ["Enter", "open"],
  ["?", "keys"],
  ["x", ""],
]) {
  test(`${key} asks for ${deed || "nothing"}`, () => assert.equal(deedOf(stroke(key)), deed));
}

test("no key but the one that saves does anything while somebody types", () => {
  for (const key of ["/", "n", "j", "k", "Enter", "?"]) {
    assert.equal(deedOf(stroke(key, { typing: true })), "");
  }
  assert.equal(deedOf(stroke("Enter", { typing: true, ctrl: true })), "save");
});

test("the browser's own shortcuts are left alone", () => {
  assert.equal(deedOf(stroke("n", { ctrl: true })), "");
  assert.equal(deedOf(stroke("j", { alt: true })), "");
});

test("walking stops at both ends and begins where one comes from", () => {
  assert.equal(moved(-1, 3, 1), 0);
  assert.equal(moved(-1, 3, -1), 2);
  assert.equal(moved(2, 3, 1), 2);
  assert.equal(moved(0, 3, -1), 0);
  assert.equal(moved(-1, 0, 1), -1);
});
