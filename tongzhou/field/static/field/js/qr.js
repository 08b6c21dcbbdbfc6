// Draws QR codes of one size: version 12, level L, bytes, 65 modules square (ISO/IEC 18004).

export const SIZE = 65;
export const MOST_BYTES = 367;
const VERSION = 12;
const CHECK_BYTES = 24;
const BLOCKS = [92, 92, 93, 93];
const DATA_BYTES = 370;
const ALIGNED = [6, 32, 58];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}

/** @param {number} one @param {number} other */
const times = (one, other) => (one && other ? EXP[LOG[one] + LOG[other]] : 0);

/**
 * The modules of a code, row by row; true is dark.
 * @param {string} text of Latin letters, at most `MOST_BYTES`
 * @returns {boolean[][]}
 */
export function qrOf(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES) throw new RangeError("too long for one code");
  const grid = Array.from({ length: SIZE }, () => new Array(SIZE).fill(false));
  const fixed = Array.from({ length: SIZE }, () => new Array(SIZE).fill(false));
  drawPatterns((row, column, isDark) => {
    grid[row][column] = isDark;
    fixed[row][column] = true;
  });
  fill(grid, fixed, interleaved(packed(bytes)));
  return grid;
}

/** @param {Uint8Array} bytes */
function packed(bytes) {
  const bits = [0, 1, 0, 0];
  const put = (/** @type {number} */ value, /** @type {number} */ width) => {
    for (let place = width - 1; place >= 0; place -= 1) bits.push((value >> place) & 1);
  };
  put(bytes.length, 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, DATA_BYTES * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let start = 0; start < bits.length; start += 8) {
    data.push(bits.slice(start, start + 8).reduce((value, bit) => value * 2 + bit, 0));
  }
  for (let pad = 0xec; data.length < DATA_BYTES; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** @param {number[]} data */
function interleaved(data) {
  let start = 0;
  const blocks = BLOCKS.map((length) => data.slice(start, (start += length)));
  const checks = blocks.map(checkBytes);
  const whole = [];
  for (let place = 0; place < Math.max(...BLOCKS); place += 1) {
    for (const block of blocks) if (place < block.length) whole.push(block[place]);
  }
  for (let place = 0; place < CHECK_BYTES; place += 1) {
    for (const check of checks) whole.push(check[place]);
  }
  return whole;
}

const DIVISOR = (() => {
  let product = [1];
  for (let power = 0; power < CHECK_BYTES; power += 1) {
    const next = [...product, 0];
    product.forEach((factor, place) => (next[place + 1] ^= times(factor, EXP[power])));
    product = next;
  }
  return product.slice(1);
})();

/** @param {number[]} block the remainder after dividing by the generator (Reed and Solomon) */
function checkBytes(block) {
  const rest = new Array(CHECK_BYTES).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    DIVISOR.forEach((each, place) => (rest[place] ^= times(each, factor)));
  }
  return rest;
}

/** @typedef {(row: number, column: number, isDark: boolean) => void} Draw */

/** @param {Draw} draw */
function drawPatterns(draw) {
  for (let place = 0; place < SIZE; place += 1) {
    draw(6, place, place % 2 === 0);
    draw(place, 6, place % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, SIZE - 4], [SIZE - 4, 3]]) drawRings(draw, row, column, 4);
  for (const row of ALIGNED) {
    for (const column of ALIGNED) {
      if (!isFinder(row, column)) drawRings(draw, row, column, 2);
    }
  }
  drawFormat(draw);
  drawVersion(draw);
}

/** @param {number} row @param {number} column whether one of the three large eyes is here */
function isFinder(row, column) {
  const [first, , final] = ALIGNED;
  return [[first, first], [first, final], [final, first]].some(
    ([down, right]) => down === row && right === column,
  );
}

/** @param {Draw} draw @param {number} row @param {number} column @param {number} reach */
function drawRings(draw, row, column, reach) {
  for (let down = -reach; down <= reach; down += 1) {
    for (let right = -reach; right <= reach; right += 1) {
      const [at, across] = [row + down, column + right];
      if (at < 0 || across < 0 || at >= SIZE || across >= SIZE) continue;
      const ring = Math.max(Math.abs(down), Math.abs(right));
      draw(at, across, reach === 4 ? ring !== 2 && ring !== 4 : ring !== 1);
    }
  }
}

/** @param {number} value @param {number} width @param {number} divisor */
function withCheck(value, width, divisor) {
  let rest = value << width;
  for (let bit = 31 - Math.clz32(rest); bit >= width; bit = 31 - Math.clz32(rest)) {
    rest ^= divisor << (bit - width);
  }
  return (value << width) | rest;
}

/** @param {Draw} draw level L and mask 0, written twice */
function drawFormat(draw) {
  const bits = withCheck(0b01000, 10, 0x537) ^ 0x5412;
  for (let place = 0; place < 15; place += 1) {
    const isDark = ((bits >> place) & 1) === 1;
    if (place < 6) draw(place, 8, isDark);
    else if (place < 8) draw(place + 1, 8, isDark);
    else draw(8, place === 8 ? 7 : 14 - place, isDark);
    if (place < 8) draw(8, SIZE - 1 - place, isDark);
    else draw(SIZE - 15 + place, 8, isDark);
  }
  draw(SIZE - 8, 8, true);
}

/** @param {Draw} draw */
function drawVersion(draw) {
  const bits = withCheck(VERSION, 12, 0x1f25);
  for (let place = 0; place < 18; place += 1) {
    const isDark = ((bits >> place) & 1) === 1;
    const [near, far] = [Math.floor(place / 3), SIZE - 11 + (place % 3)];
    draw(near, far, isDark);
    draw(far, near, isDark);
  }
}

/** @param {boolean[][]} grid @param {boolean[][]} fixed @param {number[]} bytes */
function fill(grid, fixed, bytes) {
  let bit = 0;
  let isUp = true;
  for (let right = SIZE - 1; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1) {
      const row = isUp ? SIZE - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (fixed[row][column]) continue;
        const isOne = ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        grid[row][column] = (isOne === 1) !== ((row + column) % 2 === 0);
        bit += 1;
      }
    }
  }
}
