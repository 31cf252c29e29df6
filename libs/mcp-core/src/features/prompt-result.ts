import type { GetPromptResult, PromptMessage } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import { describe } from '../protocol/json-rpc';
import { assertValid } from './content';
import { UnsendableError } from './unsendable.error';

/** What a prompt may return beside a whole `GetPromptResult`: the user's text, or messages. */
export type PromptReturn = string | PromptMessage[];

/** @throws {UnsendableError} it is none of these */
export function toPromptResult(returned: unknown, description: string): GetPromptResult {
  if (typeof returned === 'string') {
    return { description, messages: [{ role: 'user', content: { type: 'text', text: returned } }] };
  }
  const result = Array.isArray(returned) ? { description, messages: returned } : returned;
  if (!isObject(result) || !Array.isArray(result['messages'])) {
    throw new UnsendableError(
      `${describe(returned)}. A prompt returns text, messages, or an object with "messages"`,
    );
  }
  assertValid('prompt', result);
  return result as GetPromptResult;
}
