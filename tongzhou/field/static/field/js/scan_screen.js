// The camera fills the screen; what it reads is judged at once, and then it looks on.

import { CameraFault, openCamera } from "./camera.js";
import { codeScreen } from "./code_screen.js";
import { isPass, takeText } from "./reading.js";
import { button, h, notice } from "./ui.js";
import { t } from "./words.js";

/** @typedef {import("./app.js").App} App */

/** So long nobody may hold a pass into the frame before the same one is judged again. */
const GONE = 1500;
/** The pass that was judged last and may still be held into the frame. */
let judged = { text: "", seen: 0 };

/**
 * Whether a pass was only left in the frame after its verdict.
 * @param {string} text @param {number} now
 */
function isLeft(text, now) {
  const isSame = text === judged.text && now - judged.seen < GONE;
  judged = isSame ? { text, seen: now } : judged;
  return isSame;
}

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function scanScreen(app) {
  const video = h("video", { playsinline: true, muted: true, "aria-label": t("camera_hold") });
  video.muted = true;
  const said = h("div", { class: "said" }, notice(t("camera_starting")));
  const keys = h(
    "div",
    { class: "keys" },
    button("‹ " + t("back"), () => app.showHome(), { class: "key" }),
    app.shift?.profile === "gate" &&
      button(t("type_code"), () => app.show(codeScreen), { class: "key" }),
  );
  const screen = h("div", { class: "screen scan" }, video, h("div", { class: "aim" }), said, keys);
  start(app, { video, said, keys });
  return screen;
}

/** @param {App} app @param {{video: HTMLVideoElement, said: HTMLElement, keys: HTMLElement}} parts */
function start(app, { video, said, keys }) {
  let isOver = false;
  /** @type {() => void} */
  let stop = () => undefined;
  let isBusy = false;
  const tell = (/** @type {string} */ text, /** @type {string} */ kind) =>
    said.replaceChildren(notice(text, kind));
  const read = (/** @type {string} */ text) => {
    if (isBusy || isOver) return;
    if (isLeft(text, performance.now())) return tell(t("still_there"), "note");
    isBusy = true;
    judged = { text: isPass(text) ? text : "", seen: performance.now() };
    void takeText(app, text, () => app.show(scanScreen), tell).finally(() => (isBusy = false));
  };
  openCamera(video, app.files, read).then(
    (camera) => {
      stop = camera.stop;
      if (isOver) return stop();
      // The verdict was in between: what is in the frame now was there before.
      judged.seen = performance.now();
      tell(`${t(app.next.direction)} · ${t("camera_hold")}`, "note");
      const { torch } = camera;
      if (torch) keys.append(button(t("torch"), () => void torch(), { class: "key" }));
    },
    (error) => tell(t(error instanceof CameraFault ? error.key : "camera_none"), "alarm"),
  );
  app.leave = () => {
    isOver = true;
    stop();
  };
}
