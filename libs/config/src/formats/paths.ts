import { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** Paths of this server; a `/*` at the end stands for the path before it and for all below it. */
export function paths(): z.ZodType<readonly string[], string> {
  return list({
    allowed: 'paths, such as /health, or /mcp/* for /mcp and all below it',
    isValid: (entry) => /^(\/[\w.-]+)+(\/\*)?$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} is no such path`,
  });
}
