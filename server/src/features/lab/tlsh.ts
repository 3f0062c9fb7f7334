// TLSH by the published algorithm (Oliver, Cheng, Chen, 2013): 128 buckets, a checksum of one byte, version T1.

/** The permutation of Pearson's hashing. */
const TABLE = Uint8Array.of(
  1,
  87,
  49,
  12,
  176,
  178,
  102,
  166,
  121,
  193,
  6,
  84,
  249,
  230,
  44,
  163,
  14,
  197,
  213,
  181,
  161,
  85,
  218,
  80,
  64,
  239,
  24,
  226,
  236,
  142,
  38,
  200,
  110,
  177,
  104,
  103,
  141,
  253,
  255,
  50,
  77,
  101,
  81,
  18,
  45,
  96,
  31,
  222,
  25,
  107,
  190,
  70,
  86,
  237,
  240,
  34,
  72,
  242,
  20,
  214,
  244,
  227,
  149,
  235,
  97,
  234,
  57,
  22,
  60,
  250,
  82,
  175,
  208,
  5,
  127,
  199,
  111,
  62,
  135,
  248,
  174,
  169,
  211,
  58,
  66,
  154,
  106,
  195,
  245,
  171,
  17,
  187,
  182,
  179,
  0,
  243,
  132,
  56,
  148,
  75,
  128,
  133,
  158,
  100,
  130,
  126,
  91,
  13,
  153,
  246,
  216,
  219,
  119,
  68,
  223,
  78,
  83,
  88,
  201,
  99,
  122,
  11,
  92,
  32,
  136,
  114,
  52,
  10,
  138,
  30,
  48,
  183,
  156,
  35,
  61,
  26,
  143,
  74,
  251,
  94,
  129,
  162,
  63,
  152,
  170,
  7,
  115,
  167,
  241,
  206,
  3,
  150,
  55,
  59,
  151,
  220,
  90,
  53,
  23,
  131,
  125,
  173,
  15,
  238,
  79,
  95,
  89,
  16,
  105,
  137,
  225,
  224,
  217,
  160,
  37,
  123,
  118,
  73,
  2,
  157,
  46,
  116,
  9,
  145,
  134,
  228,
  207,
  212,
  202,
  215,
  69,
  229,
  27,
  188,
  67,
  124,
  168,
  252,
  42,
  4,
  29,
  108,
  21,
  247,
  19,
  205,
  39,
  203,
  233,
  40,
  186,
  147,
  198,
  192,
  155,
  33,
  164,
  191,
  98,
  204,
  165,
  180,
  117,
  76,
  140,
  36,
  210,
  172,
  41,
  54,
  159,
  8,
  185,
  232,
  113,
  196,
  231,
  47,
  146,
  120,
  51,
  65,
  28,
  144,
  254,
  221,
  93,
  189,
  194,
  139,
  112,
  43,
  71,
  109,
  184,
  209,
);
const BUCKETS = 128;
const BYTES_MIN = 50;
const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

/** Counts the triplets in every window of five bytes; answers with the counts and the checksum. */
function countTriplets(bytes: Uint8Array): { counts: Uint32Array; checksum: number } {
  const counts = new Uint32Array(256);
  // What each kind of triplet begins with: the table at 2, 3, 5, 7, 11 and 13; the checksum's at 0.
  const [a, b, c, d, e, f, zero] = [2, 3, 5, 7, 11, 13, 0].map((salt) => at(TABLE, salt)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const count = (salt: number, x: number, y: number, z: number) => {
    const bucket = at(TABLE, at(TABLE, at(TABLE, salt ^ x) ^ y) ^ z);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  };
  let checksum = 0;
  for (let index = 4; index < bytes.length; index += 1) {
    const w0 = at(bytes, index);
    const w1 = at(bytes, index - 1);
    const w2 = at(bytes, index - 2);
    const w3 = at(bytes, index - 3);
    const w4 = at(bytes, index - 4);
    checksum = at(TABLE, at(TABLE, at(TABLE, zero ^ w0) ^ w1) ^ checksum);
    count(a, w0, w1, w2);
    count(b, w0, w1, w3);
    count(c, w0, w2, w3);
    count(d, w0, w2, w4);
    count(e, w0, w1, w4);
    count(f, w0, w3, w4);
  }
  return { counts, checksum };
}

function lengthClass(length: number): number {
  const log = Math.log(length);
  if (length <= 656) return Math.floor(log / Math.log(1.5));
  if (length <= 3199) return Math.floor(log / Math.log(1.3) - 8.72777);
  return Math.floor(log / Math.log(1.1) - 62.5472) & 255;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();
const swapped = (byte: number): string => hex(((byte & 15) << 4) | (byte >> 4));

/** The digest of some bytes, 72 characters, near to that of similar ones; null where they are too few or too much alike. */
export function tlsh(bytes: Uint8Array): string | null {
  if (bytes.length < BYTES_MIN) return null;
  const { counts, checksum } = countTriplets(bytes);
  const buckets = counts.subarray(0, BUCKETS);
  const sorted = buckets.toSorted();
  const [q1, q2, q3] = [31, 63, 95].map((place) => sorted[place] ?? 0) as [number, number, number];
  if (q3 === 0 || buckets.filter((value) => value > 0).length <= BUCKETS / 2) return null;
  const code: string[] = [];
  for (let begin = BUCKETS - 4; begin >= 0; begin -= 4) {
    let byte = 0;
    for (let bit = 0; bit < 4; bit += 1) {
      const value = buckets[begin + bit] ?? 0;
      byte |= (value > q3 ? 3 : value > q2 ? 2 : value > q1 ? 1 : 0) << (bit * 2);
    }
    code.push(hex(byte));
  }
  const ratio = (q: number) => Math.floor(Math.fround((q * 100) / q3)) % 16;
  const ratios = (ratio(q2) << 4) | ratio(q1);
  return `T1${swapped(checksum)}${swapped(lengthClass(bytes.length))}${swapped(ratios)}${code.join('')}`;
}

const nibble = (digest: string, place: number): number => Number.parseInt(digest[place] ?? '0', 16);
/** The shorter way between two numbers on a circle. */
const around = (a: number, b: number, size: number): number => Math.min(Math.abs(a - b), size - Math.abs(a - b));

/** How far two digests are from each other: 0 for the same, below 100 for similar files, hundreds for others. */
export function tlshDistance(one: string, other: string): number {
  if (one === other) return 0;
  // Both digits of these bytes stand the other way round.
  const byte = (digest: string, place: number) => nibble(digest, place + 1) * 16 + nibble(digest, place);
  const lengths = around(byte(one, 4), byte(other, 4), 256);
  let distance = (byte(one, 2) === byte(other, 2) ? 0 : 1) + (lengths <= 1 ? lengths : lengths * 12);
  for (const place of [6, 7]) {
    const ratio = around(nibble(one, place), nibble(other, place), 16);
    distance += ratio <= 1 ? ratio : (ratio - 1) * 12;
  }
  for (let place = 8; place < one.length; place += 1) {
    const [a, b] = [nibble(one, place), nibble(other, place)];
    for (const step of [Math.abs((a >> 2) - (b >> 2)), Math.abs((a & 3) - (b & 3))]) distance += step === 3 ? 6 : step;
  }
  return distance;
}
