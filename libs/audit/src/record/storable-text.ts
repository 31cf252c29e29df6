/** NUL, which PostgreSQL has in no text, and halves of surrogate pairs, which UTF-8 has not. */
const UNSTORABLE = /\0|\p{Cs}/gu;

/** The same and whole pairs: a test that costs nearly nothing, which nearly all texts pass. */
const SUSPECT = /[\0\uD800-\uDFFF]/;

const REPLACEMENT = '\u{FFFD}';

/**
 * Makes any text fit to be stored: what has no place in PostgreSQL's UTF-8 becomes U+FFFD, and what
 * is longer than `limit` UTF-16 units ends in a mark that says how many are missing.
 */
export function storableText(text: string, limit: number): string {
  if (text.length <= limit && !SUSPECT.test(text)) return text;
  const kept =
    text.length > limit ? `${text.slice(0, limit)}${cutMark(text.length - limit)}` : text;
  return kept.replace(UNSTORABLE, REPLACEMENT);
}

/** Stands where something was left out. */
export function cutMark(missing: number, of = 'characters'): string {
  return `…[${missing} more ${of}]`;
}
