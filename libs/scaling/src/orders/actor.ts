import type { Client } from '@repo/mcp-core';
import { storedText } from '../storage/stored-text';

const LONGEST_NAME = 256;

/** Who orders something, as the history tells it: the user, else the client; one line of text. */
export function actorOf(caller: Client['auth']): string {
  const subject = caller?.extra?.['subject'];
  const name = typeof subject === 'string' && subject !== '' ? subject : caller?.clientId;
  return storedText(name, LONGEST_NAME) ?? 'anonymous';
}
