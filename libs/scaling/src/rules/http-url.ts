import { z } from 'zod';

/** An address that is called. It stands in files, logs and the history: no place for a password. */
export const httpUrl = z.url({ protocol: /^https?$/ }).refine(hasNoPassword, {
  error: 'must name no user and no password; a token belongs in a file of its own',
});

function hasNoPassword(text: string): boolean {
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
