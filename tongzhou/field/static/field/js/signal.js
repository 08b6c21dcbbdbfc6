// What the hand feels and the ear hears: three verdicts that nobody confuses.

/** @type {Readonly<Record<string, {tones: [number, number][], shakes: number[]}>>} */
const SIGNALS = {
  go: { tones: [[660, 0.09], [990, 0.16]], shakes: [60] },
  stop: { tones: [[220, 0.45]], shakes: [350, 120, 350] },
  wait: { tones: [[440, 0.12], [440, 0.12]], shakes: [120, 90, 120] },
};

/** @type {AudioContext|null} */
let audio = null;

/** Sound is allowed only after a touch; this is called by the first one. */
export function allowSound() {
  audio ??= "AudioContext" in window ? new AudioContext() : null;
  void audio?.resume().catch(() => undefined);
}

/** @param {string} answer */
export function signal(answer) {
  const { tones, shakes } = SIGNALS[answer] ?? SIGNALS.wait;
  navigator.vibrate?.(shakes);
  if (!audio || audio.state !== "running") return;
  let at = audio.currentTime;
  for (const [pitch, length] of tones) {
    tone(audio, pitch, at, length);
    at += length + 0.04;
  }
}

/** @param {AudioContext} context @param {number} pitch @param {number} at @param {number} length */
function tone(context, pitch, at, length) {
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.value = pitch;
  oscillator.type = "square";
  gain.gain.setValueAtTime(0.25, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
}
