import { STATUS_CODES } from 'node:http';
import type { HttpReply } from '@repo/mcp-core';
import type { GatewayEvent } from './gateway-event';

/** A whole answer, in the form that all four kinds of caller take. */
export interface GatewayResult {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/**
 * @param reply whole; all of its bodies are text: binary content is base64 within the JSON
 * @param event a load balancer that sends lists of values reads nothing but such
 */
export function gatewayResult(
  { status, headers, body }: HttpReply,
  { headers: sent, multiValueHeaders, requestContext }: GatewayEvent,
): GatewayResult {
  const isBalancer = requestContext?.elb !== undefined;
  const wantsLists = isBalancer && !sent && !!multiValueHeaders;
  return {
    statusCode: status,
    ...(isBalancer && { statusDescription: `${status} ${STATUS_CODES[status] ?? 'Unknown'}` }),
    headers,
    ...(wantsLists && {
      multiValueHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value]]),
      ),
    }),
    body: typeof body === 'string' ? body : '',
    isBase64Encoded: false,
  };
}
