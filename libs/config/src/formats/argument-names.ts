import type { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** Arguments of tools; the name of a tool may have dots, that of an argument has none. */
export function argumentNames(): z.ZodType<readonly string[], string> {
  return list({
    allowed: 'names as <tool>.<argument>',
    isValid: (entry) => /^[^\s.]+(?:\.[^\s.]+)+$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} names no argument of a tool`,
  });
}
