import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { clockTime, speak, t, WORDS } from "../../../tongzhou/field/static/field/js/words.js";

const { zh, en } = WORDS;
const FOLDER = new URL("../../../tongzhou/field/static/field/js/", import.meta.url);
const HOLES = /\{\w+\}/g;

test("every word is there in both languages, with the same holes to fill", () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    assert.deepEqual((zh[key].match(HOLES) ?? []).sort(), (text.match(HOLES) ?? []).sort(), key);
  }
});

test("every word that a screen asks for is there", () => {
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(new URL(name, FOLDER), "utf-8");
    for (const [, key] of text.matchAll(/\bt\("([\w.]+)"/g)) assert.ok(key in en, `${name}: ${key}`);
  }
});

test("every reason and deed that rules can answer has its words", () => {
  const rules = new URL("../../../tongzhou/gates/static/gates/js/rules.js", import.meta.url);
  for (const [, why, deed] of readFileSync(rules, "utf-8").matchAll(
    /verdict\("\w+", "(\w+)", "(\w+)"/g,
  )) {
    assert.ok(`why_${why}` in en && `deed_${deed}` in en, `${why} ${deed}`);
  }
});

test("a time is said as people say it", () => {
  const now = Date.parse("2020-02-14T09:00:00+08:00");
  const day = 86_400_000;
  speak("en-GB");
  assert.equal(clockTime(now, 480, now), "09:00");
  assert.equal(clockTime(now + day, 480, now), "tomorrow 09:00");
  speak("zh-CN");
  assert.equal(clockTime(now + 2 * day, 480, now), "2月16日 09:00");
  assert.equal(t("unsent", { count: 3 }), "3 条未传");
});
