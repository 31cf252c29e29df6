import type { TextReply } from '@repo/mcp-core';
import type { ColdStartError } from './cold-start.error';
import { problemReply } from '@repo/mcp-edge';

/** What is answered while the function does not start. */
export function coldStartReply({ message }: ColdStartError): TextReply {
  return problemReply(503, { detail: message }, { 'retry-after': '5' });
}
