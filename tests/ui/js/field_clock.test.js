import assert from "node:assert/strict";
import { test } from "node:test";

import {
  carriedOn,
  setByServer,
  setFloor,
  unset,
} from "../../../tongzhou/field/static/field/js/clock.js";

const NINE = Date.parse("2020-02-14T09:00:00+08:00");
const HOUR = 3_600_000;
/** The phone's own clock is three years ahead. */
const WALL = NINE + 3 * 365 * 24 * HOUR;

/** @param {number} wall @param {number} mono @param {string} [session] */
const reading = (wall, mono, session = "first") => ({ wall, mono, session });
const start = setByServer(null, NINE, reading(WALL, 0), reading(WALL + 400, 400));

/** @param {{at: number}} clock */
const minutes = (clock) => Math.round((clock.at - NINE) / 60_000);

test("a phone years ahead tells the server's time, within half the way there and back", () => {
  assert.equal(start.at, NINE + 200);
  assert.equal(start.doubt, 0.2);
  const later = carriedOn(start, reading(WALL + HOUR, HOUR));
  assert.equal(minutes(later), 60);
  assert.ok(later.doubt < 1);
});

test("a clock set back during the shift changes nothing, and is counted", () => {
  const later = carriedOn(start, reading(WALL - 24 * HOUR, HOUR));
  assert.equal(minutes(later), 60);
  assert.equal(later.jumps, 1);
});

test("a clock that leapt ahead may have slept: the leap is in doubt", () => {
  const later = carriedOn(start, reading(WALL + 2 * HOUR, HOUR));
  assert.equal(minutes(later), 120);
  assert.ok(later.doubt >= 3600);
});

test("reloading without a network adds doubt", () => {
  const later = carriedOn(start, reading(WALL + HOUR, 5, "second"));
  assert.equal(minutes(later), 60);
  assert.ok(later.doubt >= 60);
  const again = carriedOn(later, reading(WALL + HOUR, 9, "third"));
  assert.ok(again.doubt >= 120);
});

test("reloaded with the clock set back, nobody knows: time stands, and a day is in doubt", () => {
  const later = carriedOn(start, reading(WALL - HOUR, 5, "second"));
  assert.equal(minutes(later), 0);
  assert.ok(later.doubt >= 86_400);
});

test("it is never earlier than a time that somebody signed", () => {
  const told = setFloor(start, NINE + 5 * HOUR);
  assert.equal(minutes(carriedOn(told, reading(WALL + HOUR, HOUR))), 300);
  assert.equal(setFloor(told, NINE).floor, told.floor);
});

test("a phone that never met the server trusts its clock not at all", () => {
  assert.ok(unset(reading(WALL, 0)).doubt >= 86_400);
});
