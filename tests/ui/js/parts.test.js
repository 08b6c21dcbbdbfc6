import assert from "node:assert/strict";
import { test } from "node:test";

import { address } from "../../../tongzhou/ui/static/ui/js/combobox.js";
import { isSame } from "../../../tongzhou/ui/static/ui/js/confirm.js";
import { savedId } from "../../../tongzhou/ui/static/ui/js/once.js";

test("the id that the server stored is found among other cookies", () => {
  assert.equal(savedId("theme=dark; saved=0170-7; text=large"), "0170-7");
  assert.equal(savedId("unsaved=1"), "");
  assert.equal(savedId(""), "");
});

test("words are asked for at the source, also beside other questions", () => {
  assert.equal(address("/registry/find/", "王 12"), "/registry/find/?q=%E7%8E%8B%2012");
  assert.equal(address("/registry/find/?all=1", "a&b"), "/registry/find/?all=1&q=a%26b");
});

test("a name typed to confirm may differ in width and outer spaces only", () => {
  assert.ok(isSame(" 柳荫里 ", "柳荫里"));
  assert.ok(isSame("ＡＢＣ", "ABC"));
  assert.ok(!isSame("柳荫", "柳荫里"));
  assert.ok(!isSame("", "柳荫里"));
});
