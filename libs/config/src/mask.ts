import { quote } from '@repo/foundation';
import type { Secrecy } from './variable';

/** Stands for a secret wherever one would be shown. */
export const MASK = '***';

/**
 * The URL without its password and query: `postgres://user:***@host/db`. A user name that stands
 * alone may be a token, so it is masked too. Whatever is not surely taken apart is masked whole:
 * an unescaped `/`, `?` or `@` in a password moves a part of it to the host or the path.
 */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return maskSeveralHosts(text);
  const url = new URL(text);
  const hasCredentials = url.username !== '' || url.password !== '';
  const signs = text.split('@').length - 1;
  if (url.host === '' || signs !== (hasCredentials ? 1 : 0)) return MASK;

  const user = url.password === '' ? MASK : `${url.username}:${MASK}`;
  const rest = url.search === '' && url.hash === '' ? '' : `?${MASK}`;
  return `${url.protocol}//${hasCredentials ? `${user}@` : ''}${url.host}${url.pathname}${rest}`;
}

/** A URL of Sentinels or of a Cluster, which `URL` does not read for its commas. */
function maskSeveralHosts(text: string): string {
  const parts =
    /^(rediss?\+(?:sentinel|cluster):\/\/)(?:([^@/?#:]*)(:[^@/?#]*)?@)?([\w.-]+(?::\d+)?(?:,[\w.-]+(?::\d+)?)+)(\/[\w./-]*)?(\?[^@#]*)?$/.exec(
      text,
    );
  if (parts === null) return MASK;
  const [, scheme, user, password, hosts, path = '', query] = parts;
  const credentials = password === undefined ? MASK : `${user}:${MASK}`;
  return `${scheme}${user === undefined ? '' : `${credentials}@`}${hosts}${path}${query === undefined ? '' : `?${MASK}`}`;
}

/** What a person may see of a value: a masked URL for credentials, else nothing but that it is set. */
export function maskSecret(value: string | undefined, secrecy: Secrecy): string | undefined {
  if (value === undefined) return undefined;
  return secrecy === 'credentials' ? maskUrl(value) : MASK;
}

/** The "found" of a fault: the value in quotes, or its length where it is secret. */
export function describeFound(raw: string, secrecy?: Secrecy): string {
  if (secrecy === undefined) return quoteMasked(raw);
  const shown = maskSecret(raw, secrecy);
  if (shown !== undefined && shown !== MASK) return `"${shown}"`;
  return `a value of ${Buffer.byteLength(raw)} bytes (masked)`;
}

/**
 * A value that is not declared secret, in quotes, on one line and of a bounded length. A person may
 * have put credentials where none belong, so whatever could be a URL with some is masked all the same.
 */
export function quoteMasked(raw: string): string {
  return raw.includes('@') ? `"${maskUrl(raw)}"` : quote(raw, 120);
}
