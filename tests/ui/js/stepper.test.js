import assert from "node:assert/strict";
import { test } from "node:test";

import { settingsOf, stepped } from "../../../tongzhou/ui/static/ui/js/stepper.js";

const celsius = settingsOf({ step: "0.1", min: "34", max: "43", start: "36.5", digits: "1" });

test("the first press fills in the usual value", () => {
  assert.equal(stepped("", 1, celsius), "36.5");
  assert.equal(stepped("  ", -1, celsius), "36.5");
});

test("tenths stay exact however often one presses", () => {
  let text = "36.5";
  for (let press = 0; press < 8; press += 1) text = stepped(text, 1, celsius);
  assert.equal(text, "37.3");
});

test("the bounds hold", () => {
  assert.equal(stepped("43.0", 1, celsius), "43.0");
  assert.equal(stepped("34.0", -1, celsius), "34.0");
});

test("a comma or a Chinese full stop is a decimal point", () => {
  assert.equal(stepped("36,6", 1, celsius), "36.7");
  assert.equal(stepped("36。6", -1, celsius), "36.5");
});

test("without settings it counts in ones and has no bounds", () => {
  assert.equal(stepped("0", -1, settingsOf({})), "-1");
});
