import type { GetPromptResult, PromptMessage } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';

/** What a prompt may return beside a whole `GetPromptResult`: the user's text, or messages. */
export type PromptReturn = string | PromptMessage[];

export function toPromptResult(returned: unknown, description: string): GetPromptResult {
  if (isObject(returned) && Array.isArray(returned['messages'])) return returned as GetPromptResult;
  const messages = Array.isArray(returned)
    ? (returned as PromptMessage[])
    : [{ role: 'user' as const, content: { type: 'text' as const, text: String(returned) } }];
  return { description, messages };
}
