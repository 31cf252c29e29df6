import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isStrongRsa } from './rsa-strength';

const block = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/g;
const allowed =
  'one or more private keys in PEM without a passphrase: RSA of at least 2048 bits with an exponent of at least 65537, P-256 or Ed25519';

/** Private keys that sign tokens (RS256, ES256, EdDSA), parsed. `\n` may stand for a line break. */
export function privateKeys(): z.ZodType<readonly KeyObject[], string> {
  return z
    .string()
    .transform((text, context) => {
      const keys = Array.from(text.replaceAll('\\n', '\n').matchAll(block), ([pem]) => parse(pem));
      if (keys.length > 0 && keys.every((key) => key !== undefined)) return keys;
      context.addIssue({ code: 'custom', message: 'Invalid input' });
      return z.NEVER;
    })
    .describe(allowed);
}

function parse(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return isStrong(key) ? key : undefined;
  } catch {
    return undefined; // what the parser says could quote the key
  }
}

function isStrong(key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') return isStrongRsa(key);
  return type === 'ed25519' || (type === 'ec' && details?.namedCurve === 'prime256v1');
}
