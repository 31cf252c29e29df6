import { identity, MASK } from '@repo/config';
import { maskFields } from './mask-fields';

// Text of strangers comes through here, at any length. So each of these is linear: where one may
// begin is either told by a few fixed characters or barred inside of what an earlier try has read.

/** What follows the scheme of an `Authorization` header (RFC 9110, section 11.6.2). */
const bearer = /((?:Bearer|Basic)\s+)[\w.~+/=-]+/gi;
/** A header whose whole value is a credential, whatever its scheme. */
const header = /((?:authorization|api-key)\s*[:=]\s*(?:[\w-]{1,20}\s+)?)[^\s"'\\,;*]+/gi;
const cookies = /((?:^|[^\w-]|\\[bfnrt])(?:set-)?cookie:\s*)[^\r\n"'\\]+/gi;
/**
 * Three to five base64url parts of which the first is a JSON object (RFC 7519, RFC 7516). Before it
 * may stand the escape of a control character, as the text of a log line has it, or words that end in
 * a hyphen or `_`: these are read only where parts follow, or each hyphen would begin another try.
 */
const jwt =
  /(?:(?<=\\[bfnrt])|(?<![\w-]))(?=[\w-]+(?:\.[\w-]*){2})((?:[^\W_]*[-_])*?)eyJ[\w-]+(?:\.[\w-]*){2,4}/g;
/** `user:password@` of a URL, but for one that was masked before. */
const credentials = /(:\/\/)(?![^\s/@":]*:\*{3}@)[^\s/@"]+@/g;
/** Keys and client secrets of this platform; what stands before the secret part is public. */
const ownKeys = new RegExp(`(${identity.credentialPrefix}_[a-z]{2}_[0-9a-f]{20}_)[\\w-]+`, 'g');
/** PKCS #8 and its like (RFC 7468), to the end or to where the text was cut. */
const privateKey = /(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)(?:[\w+/=\s]|\\{1,15}[nr])*/g;

/**
 * A text of JSON, such as a log line, without the tokens, keys and passwords that can be told as
 * such, also where they stand in a text of it. It stays JSON. Linear in its length.
 */
export function maskSecrets(json: string): string {
  return maskFields(json)
    .replace(header, `$1${MASK}`)
    .replace(bearer, `$1${MASK}`)
    .replace(cookies, `$1${MASK}`)
    .replace(jwt, `$1${MASK}`)
    .replace(ownKeys, `$1${MASK}`)
    .replace(privateKey, `$1${MASK}`)
    .replace(credentials, `$1${MASK}@`);
}
