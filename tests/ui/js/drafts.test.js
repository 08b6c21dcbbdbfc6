import assert from "node:assert/strict";
import { test } from "node:test";

import {
  forgetStored,
  isKept,
  readDraft,
  wipe,
  writeDraft,
} from "../../../tongzhou/ui/static/ui/js/drafts.js";

/** A storage of this test's own, as a browser offers it. */
class Box {
  /** @type {Map<string, string>} */
  #kept = new Map();

  get length() {
    return this.#kept.size;
  }

  /** @param {string} name */
  getItem(name) {
    return this.#kept.get(name) ?? null;
  }

  /** @param {string} name @param {string} value */
  setItem(name, value) {
    this.#kept.set(name, value);
  }

  /** @param {string} name */
  removeItem(name) {
    this.#kept.delete(name);
  }

  /** @param {number} index */
  key(index) {
    return [...this.#kept.keys()][index] ?? null;
  }
}

const draft = (id = "id-1") => ({ id, fields: [{ name: "note", value: "两袋米", index: 0 }] });

test("a draft is read as it was written", () => {
  const box = new Box();
  writeDraft(box, "desk-new", draft());
  assert.deepEqual(readDraft(box, "desk-new"), draft());
  assert.equal(readDraft(box, "other"), null);
});

test("passwords, codes, files and hidden fields are never kept", () => {
  for (const type of ["password", "file", "hidden", "submit"]) assert.equal(isKept(type), false);
  assert.equal(isKept("text", "one-time-code"), false);
  assert.equal(isKept("text", "current-password"), false);
  assert.equal(isKept("text"), true);
  assert.equal(isKept("textarea"), true);
});

test("only the draft that the server stored is forgotten", () => {
  const box = new Box();
  writeDraft(box, "a", draft("id-1"));
  writeDraft(box, "b", draft("id-2"));
  forgetStored(box, "id-1");
  assert.equal(readDraft(box, "a"), null);
  assert.deepEqual(readDraft(box, "b"), draft("id-2"));
});

test("nothing is forgotten while the server has named nothing", () => {
  const box = new Box();
  writeDraft(box, "a", draft(""));
  forgetStored(box, "");
  assert.notEqual(readDraft(box, "a"), null);
});

test("signing out wipes all drafts and nothing else", () => {
  const box = new Box();
  box.setItem("other", "stays");
  writeDraft(box, "a", draft());
  writeDraft(box, "b", draft());
  wipe(box);
  assert.equal(box.length, 1);
  assert.equal(box.getItem("other"), "stays");
});

test("a damaged draft is dropped", () => {
  const box = new Box();
  box.setItem("draft:a", "{");
  assert.equal(readDraft(box, "a"), null);
  assert.equal(box.length, 0);
});

test("a full storage does not stop the typing", () => {
  const box = new Box();
  box.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.doesNotThrow(() => writeDraft(box, "a", draft()));
});
