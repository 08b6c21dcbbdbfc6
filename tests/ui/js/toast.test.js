import assert from "node:assert/strict";
import { test } from "node:test";

import { crowdedOut } from "../../../tongzhou/ui/static/ui/js/toast.js";

/** @param {string} tone @returns {Element} as far as a toast is asked for here */
function toast(tone) {
  return /** @type {Element} */ (/** @type {unknown} */ ({ getAttribute: () => tone }));
}

test("two toasts stay where they are", () => {
  assert.deepEqual(crowdedOut([toast("done"), toast("done")]), []);
});

test("in quick rounds the oldest leaves for the newest", () => {
  const [first, second, third] = [toast("done"), toast("info"), toast("done")];
  assert.deepEqual(crowdedOut([first, second, third]), [first]);
});

test("what went wrong is the last to leave", () => {
  const [wrong, second, third] = [toast("alarm"), toast("done"), toast("done")];
  assert.deepEqual(crowdedOut([wrong, second, third]), [second]);
  const again = [wrong, toast("alarm"), toast("alarm")];
  assert.deepEqual(crowdedOut(again), [wrong]);
});
