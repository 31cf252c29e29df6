/**
 * A text from outside, short and as a JSON string, so that it cannot forge lines of a log.
 *
 * @param maxLength in characters; what is longer is cut
 */
export function quote(text: string, maxLength = 200): string {
  return JSON.stringify(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text);
}

/** The name of a field that a client sent: as it is where it is an ordinary one, else quoted. */
export function quoteField(field: string): string {
  return /^[\w.]{1,40}$/.test(field) ? field : JSON.stringify(field.slice(0, 40));
}
