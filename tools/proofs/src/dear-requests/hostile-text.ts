import type { Random } from '../deploy-fuzz/random';

/** What has been dear to readers of text: regular expressions, decoders, escapes, look-ups. */
const PIECES = [
  ...['a', 'A', 'aB', '0', ' ', '\t', '\n', '/', '.', ',', '-', '=', '&', '%', '%41', '%E0', '#'],
  ...['?', ';', ':', '://', 'a://', '@', '*', '\\', '"', "'", '[', '{', '{}', '[]', '<', '>', '|'],
  ...[
    'Bearer ',
    'eyJ.',
    '-eyJ',
    'password',
    'password=',
    'token: ',
    'cookie: ',
    'key',
    'x,y;q=0.1,',
  ],
  ...[
    'é',
    'ß',
    'İ',
    '\u0000',
    '\u2028',
    '\ud800',
    '😀',
    'ﷺ',
    'a\u0301',
    '__proto__',
    '../',
    '../a/',
  ],
  ...[
    'eyJhbGciOiJIUzI1NiJ9.',
    'QUJD',
    '=?base64?',
    '1e9',
    '-',
    '127.0.0.1, ',
    'a=b,',
    '"a",',
    'W/"a", ',
  ],
];

/** Long texts are as dear to the search as to the server: most are short. */
const LENGTHS = [1, 10, 100, 100, 100, 1_000, 1_000, 1_000, 1_000, 10_000, 10_000, 1_000_000];

/** @param most characters */
export function hostileText(random: Random, most: number): { text: string; how: string } {
  const length = Math.min(most, random.pick(LENGTHS));
  const [piece, end] = [random.pick(PIECES), random.chance(0.3) ? random.pick(PIECES) : ''];
  const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + end;
  return { text, how: `${JSON.stringify(piece).slice(1, -1)} × ${length}` };
}
