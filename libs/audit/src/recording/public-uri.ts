/** User and password of a URI, and its query: where secrets stand. */
const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i;

/** A URI that no resource has, without what may be secret in it; empty for what is no text. */
export function publicUri(uri: unknown): string {
  if (typeof uri !== 'string') return '';
  const end = uri.search(/[?#]/);
  return (end === -1 ? uri : uri.slice(0, end)).replace(CREDENTIALS, '$1');
}
