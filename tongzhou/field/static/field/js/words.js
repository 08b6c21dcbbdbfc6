// What the screen says. Both languages have every word (tests/ui/js/field_words.test.js).

import { EN } from "./words_en.js";
import { ZH } from "./words_zh.js";

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
export const WORDS = { zh: ZH, en: EN };
let chosen = "zh";

/** @param {string} language */
export function speak(language) {
  chosen = language.startsWith("en") ? "en" : "zh";
  return chosen;
}

export const language = () => chosen;

/**
 * @param {string} key @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = WORDS[chosen][key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {number} at milliseconds @param {number} offset minutes ahead of UTC @param {number} now */
export function clockTime(at, offset, now) {
  const there = new Date(at + offset * 60_000);
  const time = there.toISOString().slice(11, 16);
  const day = (/** @type {number} */ moment) => Math.floor((moment + offset * 60_000) / 86_400_000);
  const days = day(at) - day(now);
  if (days === 0) return time;
  if (days === 1) return t("tomorrow_at", { time });
  if (days === -1) return t("yesterday_at", { time });
  return t("day_at", { month: there.getUTCMonth() + 1, day: there.getUTCDate(), time });
}
