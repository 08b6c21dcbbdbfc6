// May somebody pass the gate now? The same rules as tongzhou/formats/gate_rules.py, held together
// by tests/gates/vectors/rules.json. Moments are whole seconds since 1970, `offset` is how many
// minutes the street's wall clock is ahead of UTC, clock times are minutes since its midnight.

/**
 * @typedef {{persons: number, every_days: number, interval: string, most_minutes: number,
 *   opens: number, closes: number, exempt: string[], visitors: string, vehicles: string,
 *   deliveries: string, fever_tenths: number}} Rules
 * @typedef {{at: number, who?: string, way?: string, persons?: number, need?: string|null,
 *   has_vehicle?: boolean, host_agrees?: boolean|null, tenths?: number|null,
 *   is_second_measure?: boolean}} Asked
 * @typedef {{answer: string, why: string, deed: string, next_at: number|null,
 *   back_by: number|null}} Verdict
 */

const MINUTE = 60;
const DAY = 86_400;

/** @type {Readonly<Rules>} */
export const DEFAULTS = Object.freeze({
  persons: 1,
  every_days: 2,
  interval: "days",
  most_minutes: 120,
  opens: 360,
  closes: 1320,
  exempt: ["illness", "epidemic_work", "essential_job"],
  visitors: "none",
  vehicles: "residents",
  deliveries: "shelf",
  fever_tenths: 373,
});

/** @type {Readonly<Record<string, [string, string]>>} */
const BY_STANDING = Object.freeze({
  expired: ["pass_expired", "ask_for_new_pass"],
  not_yet: ["pass_not_yet", "call_committee"],
  unknown: ["pass_unknown", "call_committee"],
  blocked: ["not_by_this_pass", "call_committee"],
});

/**
 * @param {string} answer @param {string} why @param {string} deed
 * @param {{next_at?: number, back_by?: number}} [moments]
 * @returns {Verdict}
 */
function verdict(answer, why, deed, moments = {}) {
  return { answer, why, deed, next_at: moments.next_at ?? null, back_by: moments.back_by ?? null };
}

/**
 * The verdict. `wentOut`: when the household's counted trips began, in any order.
 * @param {Rules} rules @param {string} standing @param {Asked} asked
 * @param {{wentOut?: number[], offset: number}} known
 * @returns {Verdict}
 */
export function decide(rules, standing, asked, { wentOut = [], offset }) {
  if (asked.who === "delivery") return delivery(rules, asked);
  if (asked.who === "visitor") return visitor(rules, asked, offset);
  if (asked.way === "in") return comingHome(rules, standing, asked, wentOut);
  return goingOut(rules, standing, asked, wentOut, offset);
}

/**
 * @param {Rules} rules @param {string} standing @param {Asked} asked
 * @param {number[]} wentOut @param {number} offset
 */
function goingOut(rules, standing, asked, wentOut, offset) {
  if (standing !== "good") {
    const [why, deed] = BY_STANDING[standing] ?? BY_STANDING.unknown;
    return verdict("stop", why, deed);
  }
  const fever = byTemperature(rules, asked);
  if (fever) return fever;
  if (asked.need && rules.exempt.includes(asked.need)) return verdict("go", "exempt", "let_pass");
  const refused = byRules(rules, asked, wentOut, offset);
  if (refused) return refused;
  if (!rules.most_minutes) return verdict("go", "within_rules", "let_pass");
  const back_by = asked.at + rules.most_minutes * MINUTE;
  return verdict("go", "within_rules", "tell_time_back", { back_by });
}

/** @param {Rules} rules @param {Asked} asked */
function byTemperature(rules, asked) {
  if (asked.tenths === null || asked.tenths === undefined) return null;
  if (asked.tenths < rules.fever_tenths) return null;
  if (!asked.is_second_measure) return verdict("wait", "measure_again", "rest_and_measure");
  if (asked.who === "visitor") return verdict("stop", "fever_visitor", "turn_away_kindly");
  if (asked.who === "delivery") return verdict("stop", "fever_visitor", "leave_on_shelf");
  // Nobody is kept from their home.
  return verdict(asked.way === "in" ? "go" : "stop", "fever", "home_and_call_committee");
}

/** @param {Rules} rules @param {Asked} asked @param {number[]} wentOut @param {number} offset */
function byRules(rules, asked, wentOut, offset) {
  if (asked.has_vehicle && rules.vehicles === "none") {
    return verdict("stop", "no_vehicles", "without_vehicle");
  }
  if ((asked.persons ?? 1) > rules.persons) return verdict("stop", "too_many", "fewer_people");
  const next_at = nextTrip(rules, wentOut, asked.at, offset);
  if (next_at <= asked.at) return null;
  const why = next_at === opensAt(rules, asked.at, offset) ? "closed" : "trip_used";
  return verdict("stop", why, "tell_next_time", { next_at });
}

/** @param {Rules} rules @param {string} standing @param {Asked} asked @param {number[]} wentOut */
function comingHome(rules, standing, asked, wentOut) {
  const fever = byTemperature(rules, asked);
  if (fever) return fever;
  if (standing !== "good") return verdict("go", "coming_home_unseen", "let_home_and_note_door");
  const past = wentOut.filter((moment) => moment <= asked.at);
  const away = past.length ? asked.at - Math.max(...past) : 0;
  const isLate = rules.most_minutes > 0 && away > rules.most_minutes * MINUTE;
  return verdict("go", isLate ? "coming_home_late" : "coming_home", "let_pass");
}

/** @param {Rules} rules @param {Asked} asked @param {number} offset */
function visitor(rules, asked, offset) {
  if (asked.way !== "in") return verdict("go", "leaving", "let_pass");
  if (rules.visitors === "none") return verdict("stop", "no_visitors", "call_host");
  const fever = byTemperature(rules, asked);
  if (fever) return fever;
  const next_at = opensAt(rules, asked.at, offset);
  if (next_at > asked.at) return verdict("stop", "closed", "tell_next_time", { next_at });
  if (asked.has_vehicle && rules.vehicles !== "open") {
    return verdict("stop", "no_vehicles", "without_vehicle");
  }
  if (rules.visitors === "by_consent" && !asked.host_agrees) {
    const isAsked = asked.host_agrees === false;
    return isAsked
      ? verdict("stop", "no_consent", "turn_away_kindly")
      : verdict("wait", "no_consent", "call_host");
  }
  return verdict("go", "visitor_welcome", "let_pass");
}

/** @param {Rules} rules @param {Asked} asked */
function delivery(rules, asked) {
  if (asked.way !== "in") return verdict("go", "leaving", "let_pass");
  if (rules.deliveries === "shelf") return verdict("stop", "to_the_shelf", "leave_on_shelf");
  return byTemperature(rules, asked) ?? verdict("go", "to_the_door", "let_pass");
}

/**
 * The first moment, not before `at`, at which a household may go out again.
 * @param {Rules} rules @param {number[]} wentOut @param {number} at @param {number} offset
 */
export function nextTrip(rules, wentOut, at, offset) {
  const past = wentOut.filter((moment) => moment <= at);
  if (!past.length || !rules.every_days) return opensAt(rules, at, offset);
  const last = Math.max(...past);
  const from = rules.interval === "hours" ? last : midnight(last, offset);
  return opensAt(rules, Math.max(at, from + rules.every_days * DAY), offset);
}

/**
 * The first moment, not before `at`, at which the gate is open.
 * @param {Rules} rules @param {number} at @param {number} offset
 */
export function opensAt(rules, at, offset) {
  if (rules.opens === 0 && rules.closes === 1440) return at;
  const opening = midnight(at, offset) + rules.opens * MINUTE;
  if (at < opening) return opening;
  return at < midnight(at, offset) + rules.closes * MINUTE ? at : opening + DAY;
}

/** @param {number} at @param {number} offset */
function midnight(at, offset) {
  return at - ((at + offset * MINUTE) % DAY);
}
