/** NUL, which PostgreSQL has in no text, and halves of surrogate pairs, which UTF-8 has not. */
const UNSTORABLE = /\0|\p{Cs}/gu;

/** Text fit for a row: of one line, and cut at `limit` UTF-16 units. */
export function storedText(text: string | undefined, limit: number): string | undefined {
  // The cut may leave half of a pair, which goes with the rest.
  const line = text?.replace(/\s+/gu, ' ').trim().slice(0, limit).replace(UNSTORABLE, '');
  return line === '' ? undefined : line;
}
