import { isInEscape, liveSecrets, MASK } from '@repo/config';
import { maskSecrets } from './mask-secrets';

/** Takes the secrets out of a text of JSON, such as a log line, which stays JSON. */
export type SecretMasker = (json: string) => string;

/** Takes the secrets out of any text. */
export function maskText(text: string, mask: SecretMasker): string {
  return JSON.parse(mask(JSON.stringify(text))) as string;
}

/**
 * A masker that knows, beside what can be told as a secret by its looks, the values of the secrets of
 * this process: as they are, as the text of JSON, and as part of a URL; and those that came while it
 * runs. Linear in the length of the text.
 *
 * @param secrets such as `Config.secrets`
 */
export function secretMasker(secrets: readonly string[]): SecretMasker {
  if (secrets.length === 0) return (json) => maskSecrets(liveSecrets.mask(json));
  const spellings = new Set(secrets.flatMap(spellingsOf));
  // Of two that begin alike the longer counts, or its rest would stay.
  const longestFirst = [...spellings].sort((left, right) => right.length - left.length);
  const values = new RegExp(longestFirst.map(escaped).join('|'), 'g');
  const hide = (found: string, at: number, json: string) => (isInEscape(json, at) ? found : MASK);
  return (json) => maskSecrets(liveSecrets.mask(json.replace(values, hide)));
}

/** In JSON, in JSON inside of JSON, and in a URL. */
function spellingsOf(secret: string): readonly string[] {
  const once = JSON.stringify(secret).slice(1, -1);
  return [once, JSON.stringify(once).slice(1, -1), encodeURIComponent(secret)];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
