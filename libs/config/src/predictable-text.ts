/** How much of a secret is looked at, in characters: what comes after that cannot make it weaker. */
const MAX_LENGTH = 128;

/** Alphabet, digits, and the rows of keyboards (QWERTY, QWERTZ, AZERTY), in both directions. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ...['qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
];

/** The pairs of letters that are frequent in English, German, French and Spanish, and so in names and URLs. */
const FREQUENT =
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me ' +
  'de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns ge us sc ie un ei di ss et ec ol ' +
  'ut ow wh wa no ho so wi pr tr pe mp ke ct ey id il im ir lo ni oo pa po rt su ts em sa tu ac am ad ' +
  'ee oa au sh wo ot do by my we';

/**
 * Whether a person wrote a text rather than a generator: an alphabet, a row of keys, a sentence, a
 * URL, a word again and again. Measured by neighbouring characters: in what people write at least half
 * the pairs are frequent ones, alike, or next to each other in a row; in 32 random bytes as base64 or
 * hex about a quarter.
 *
 * It stands in for zxcvbn, whose dictionaries of 9 MB took up to seconds of CPU for 64 characters, and
 * which took sentences, URLs and every language but English for as good as random.
 */
export function isPredictable(text: string): boolean {
  const looked = text.slice(0, MAX_LENGTH);
  const letters = looked.toLowerCase().replace(/[^a-z0-9]/g, '');
  const pairs = pairsOf(letters);
  const known = pairs.filter((pair) => pair[0] === pair[1] || PREDICTABLE.has(pair));
  const all = pairsOf(looked);
  const isWritten = pairs.length > 0 && known.length * 2 >= pairs.length;
  return isWritten || new Set(all).size < all.length * 0.6;
}

const PREDICTABLE = new Set([
  ...FREQUENT.split(' '),
  ...ROWS.flatMap((row) => [...pairsOf(row), ...pairsOf([...row].reverse().join(''))]),
]);

function pairsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}
