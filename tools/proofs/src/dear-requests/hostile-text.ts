import type { Random } from '../deploy-fuzz/random';
import { DIGITS } from './wire-request';

/** What has been dear to readers of text: regular expressions, decoders, escapes, look-ups. */
const PIECES = [
  ...['a', 'A', 'aB', '0', ' ', '\t', '\n', '/', '.', ',', '-', '=', '&', '%', '%41', '%E0', '#'],
  ...['?', ';', ':', '://', 'a://', '@', '*', '\\', '"', "'", '[', '{', '{}', '[]', '<', '>', '|'],
  ...['(', '/:', '::', '/:a(', '/*', '(a+)+', '$'],
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
const LENGTHS = [1, 10, 100, 1_000, 10_000];
const MAX_LENGTH = 1_000_000;

/** @param most characters */
export function hostileText(random: Random, most: number): { text: string; how: string } {
  const length = Math.min(most, random.chance(0.02) ? MAX_LENGTH : random.pick(LENGTHS));
  const [piece, end] = [random.pick(PIECES), random.pick(['', '', DIGITS, random.pick(PIECES)])];
  const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + end;
  return { text, how: `${JSON.stringify(piece).slice(1, -1)} × ${length}` };
}
