import type { Client } from '@repo/mcp-core';
import { storedText } from '../storage/stored-text';

const MAX_NAME_LENGTH = 256;

/** Who orders something, as the history tells it: the user, else the client; one line of text. */
export function actorOf(caller: Client['auth']): string {
  const subject = caller?.extra?.['subject'];
  const name = typeof subject === 'string' && subject !== '' ? subject : caller?.clientId;
  return storedText(name, MAX_NAME_LENGTH) ?? 'anonymous';
}
