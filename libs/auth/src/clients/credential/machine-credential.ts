import { identity } from '@repo/config';
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * What the secrets of this platform begin with, by kind. Scanners of repositories look for it, so a
 * change makes them blind to what was issued before.
 */
export const PREFIXES = {
  apiKey: `${identity.credentialPrefix}_mk`,
  clientSecret: `${identity.credentialPrefix}_cs`,
} as const;
export type CredentialKind = keyof typeof PREFIXES;

const ID_BYTES = 10;
const SECRET_BYTES = 32;

const PARTS = new RegExp(
  `^((?:${Object.values(PREFIXES).join('|')})_([0-9a-f]{20})_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$`,
);

/** A secret that was just made, with the id by which it is found again. */
export interface NewCredential {
  /** Public: 20 hexadecimal digits. */
  readonly id: string;
  /** The whole of it, which is shown once. */
  readonly text: string;
}

/**
 * Makes a secret: `<prefix>_<id>_<43 characters of 256 random bits><6 of their checksum>`. By prefix
 * and checksum (CRC-32, base64url) a scanner tells a leaked one from what only looks like it.
 */
export function newCredential(kind: CredentialKind): NewCredential {
  const id = randomBytes(ID_BYTES).toString('hex');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const body = `${PREFIXES[kind]}_${id}_${secret}`;
  return { id, text: body + checksum(body) };
}

/** Whether a credential claims to be of this kind; the rest of it may be anything. */
export function isOfKind(text: string, kind: CredentialKind): boolean {
  return text.startsWith(`${PREFIXES[kind]}_`);
}

/**
 * Reads the public id of a secret.
 *
 * @returns undefined for a text that `newCredential` has not made for this kind
 */
export function credentialId(text: string, kind: CredentialKind): string | undefined {
  if (!isOfKind(text, kind)) return undefined;
  const [, body = '', id, sum] = PARTS.exec(text) ?? [];
  return sum === checksum(body) ? id : undefined;
}

function checksum(body: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return sum.toString('base64url');
}
