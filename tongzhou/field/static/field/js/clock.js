// What time it is, as well as a phone without network can know it. Pure: the phone's wall clock and
// the clock that only runs forward come in. Milliseconds, but the doubt is in seconds.

/**
 * `at` is the true time when the wall clock showed `wall` and the running clock `mono`, within
 * `doubt` seconds. `floor`: it is certainly later than this (the last signed time).
 * @typedef {{at: number, wall: number, mono: number, session: string, doubt: number,
 *   floor: number, jumps: number}} Clock
 * @typedef {{wall: number, mono: number, session: string}} Reading
 */

const SLACK = 2000;
const RELOAD_DOUBT = 60;
const SET_BACK_DOUBT = 86_400;
/** A cheap phone's clock loses or gains up to nine seconds a day. */
const DRIFT = 1e-4;

/**
 * Set by the server: its answer came between two readings.
 * @param {Clock|null} clock @param {number} server @param {Reading} before @param {Reading} after
 * @returns {Clock}
 */
export function setByServer(clock, server, before, after) {
  const way = Math.max(0, after.mono - before.mono) / 2;
  const at = server + way;
  return { ...after, at, doubt: way / 1000, floor: server, jumps: clock?.jumps ?? 0 };
}

/**
 * Set by a time that somebody signed, which is only a floor: the paper may be an hour old.
 * @param {Clock} clock @param {number} signed
 * @returns {Clock}
 */
export function setFloor(clock, signed) {
  return { ...clock, floor: Math.max(clock.floor, signed) };
}

/**
 * A phone that never met the server yet.
 * @param {Reading} reading
 * @returns {Clock}
 */
export function unset(reading) {
  return { ...reading, at: reading.wall, doubt: SET_BACK_DOUBT, floor: 0, jumps: 0 };
}

/**
 * The clock carried on to this reading; it is kept, so that the next reading starts from here.
 * @param {Clock} clock @param {Reading} reading
 * @returns {Clock}
 */
export function carriedOn(clock, reading) {
  const byWall = reading.wall - clock.wall;
  const isSame = reading.session === clock.session && reading.mono >= clock.mono;
  const step = isSame ? running(byWall, reading.mono - clock.mono) : reloaded(byWall);
  const doubt = clock.doubt + step.doubt + (step.elapsed / 1000) * DRIFT;
  const at = Math.max(clock.at + step.elapsed, clock.floor);
  return { ...clock, ...reading, at, doubt, jumps: clock.jumps + (step.isJump ? 1 : 0) };
}

/** @param {number} byWall @param {number} byMono */
function running(byWall, byMono) {
  if (byWall < byMono - SLACK) return { elapsed: byMono, doubt: 0, isJump: true };
  // The phone slept, or somebody set its clock forward: nobody can tell.
  if (byWall > byMono + SLACK) {
    return { elapsed: byWall, doubt: (byWall - byMono) / 1000, isJump: false };
  }
  return { elapsed: byMono, doubt: 0, isJump: false };
}

/** @param {number} byWall */
function reloaded(byWall) {
  if (byWall < 0) return { elapsed: 0, doubt: SET_BACK_DOUBT, isJump: true };
  return { elapsed: byWall, doubt: RELOAD_DOUBT + byWall / 100_000, isJump: false };
}

/** @param {string} session @returns {Reading} */
export function readingNow(session) {
  return { wall: Date.now(), mono: performance.now(), session };
}
