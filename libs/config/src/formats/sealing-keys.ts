import type { z } from 'zod';
import { list } from './list';

const MIN_LENGTH = 32;

/** Texts that keys are made of. What is wrong with one is told without it. */
export function sealingKeys(): z.ZodType<readonly string[], string> {
  return list({
    allowed: `keys of at least ${MIN_LENGTH} characters, from \`openssl rand -base64 48\``,
    isValid: (entry) => /^[\x21-\x7e]+$/.test(entry) && entry.length >= MIN_LENGTH,
    explain: (entry) => `one has ${entry.length} characters, or a space or another sign in it`,
  });
}
