// Proof of work: find a number whose SHA-256, after the form's prefix, begins with zeros. Pure, and written out here
// since the browser's own hash answers one question at a time and is missing on plain addresses of a local network.

const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) >>> 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  primes.forEach((prime, i) => {
    K[i] = fraction(Math.cbrt(prime));
    if (i < 8) START[i] = fraction(Math.sqrt(prime));
  });
}

const schedule = new Uint32Array(64);

/** One block into the eight words of the state. */
function compress(state, block) {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** SHA-256 of a text of plain signs, as eight words. */
export function sha256(text) {
  const bytes = new Uint8Array(64 * Math.ceil((text.length + 9) / 64));
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  bytes[text.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, text.length * 8);
  const state = new Uint32Array(START);
  for (let at = 0; at < bytes.length; at += 64) compress(state, bytes.subarray(at, at + 64));
  return state;
}

const hex = (state) => [...state].map((word) => word.toString(16).padStart(8, "0")).join("");

/** What the number is hashed with. */
export const prefixOf = (token) => hex(sha256(token)).slice(0, 32);

/** Whether a number solves the puzzle. */
export const isSolution = (prefix, number, bits) => sha256(`${prefix}:${number}`)[0] >>> (32 - bits) === 0;

/** The smallest number that does. */
export function solve(token, bits) {
  const prefix = prefixOf(token);
  let number = 0;
  while (!isSolution(prefix, number, bits)) number++;
  return number;
}
