import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { AuthConfig, SignInConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what the sign-in keeps, so that who reads the database can use none of it. The first of
 * `AUTH_SEALING_KEYS` seals and all open; so do, behind them, keys that come from those that sign
 * tokens.
 */
@Injectable()
export class Seal {
  /** Of cookies, the first signs. */
  readonly cookieKeys: readonly string[];
  /** Names the key that seals now; tells nothing of it. */
  readonly keyId: string;
  private readonly keys: readonly Buffer[];
  private readonly signing: Buffer;

  constructor({ privateKeys, jwtSecret }: AuthConfig, { sealingKeys }: SignInConfig) {
    const ofTokens =
      privateKeys.length > 0
        ? privateKeys.map((key) => key.export({ type: 'pkcs8', format: 'der' }))
        : [Buffer.from(jwtSecret ?? randomBytes(32))];
    const sources = [...sealingKeys.map((key) => Buffer.from(key)), ...ofTokens];
    this.keys = sources.map((source) => derived(source, 'sign-in records'));
    this.keyId = digestOf(derived(sources[0]!, 'name of the key').toString('hex')).slice(0, 12);
    this.cookieKeys = sources.map((source) =>
      derived(source, 'sign-in cookies').toString('base64'),
    );
    this.signing = derived(ofTokens[0]!, 'sign-in records');
  }

  /** A key of 32 bytes for another use, the same on every replica. */
  keyFor(use: string): Buffer {
    return derived(this.signing, use);
  }

  /** @param place what it is kept as: opened anywhere else it is not opened */
  seal(value: unknown, place: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys[0]!, iv).setAAD(Buffer.from(place));
    const text = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
    return Buffer.concat([iv, cipher.getAuthTag(), ...text]);
  }

  /** @returns undefined where none of the keys opens it */
  open(sealed: Buffer, place: string): unknown {
    for (const key of this.keys) {
      try {
        const tagEnd = IV_BYTES + TAG_BYTES;
        const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES))
          .setAAD(Buffer.from(place))
          .setAuthTag(sealed.subarray(IV_BYTES, tagEnd));
        const text = Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
        return JSON.parse(text.toString('utf8')) as unknown;
      } catch {
        // Another key, or none.
      }
    }
    return undefined;
  }
}

/** What stands in the database for a token, a code or a cookie. */
export const digestOf = (value: string): string => hash('sha256', value, 'base64url');

function derived(source: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', source, '', use, 32));
}
