import type { TextReply } from '@repo/mcp-core';
import type { ColdStartError } from './cold-start.error';
import { problem } from './routing/problem';

/** What is answered while the function does not start. */
export function coldStartReply({ message }: ColdStartError): TextReply {
  return problem(503, { detail: message }, { 'retry-after': '5' });
}
