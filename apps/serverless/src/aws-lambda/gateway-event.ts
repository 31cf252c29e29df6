import { isObject } from '@repo/foundation';
import { ErrorCode, ProtocolError } from '@repo/mcp-core';

type Values = Readonly<Record<string, string | undefined>>;

/**
 * What this reads of an event of API Gateway (REST and HTTP), of a Function URL or of a load
 * balancer. All may be missing: whoever may invoke the function may send anything.
 */
export interface GatewayEvent {
  readonly version?: string;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly headers?: Values | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly cookies?: readonly string[];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly stage?: string;
    readonly elb?: object;
    readonly http?: { readonly method?: string; readonly sourceIp?: string };
    readonly identity?: { readonly sourceIp?: string };
  };
}

/** @throws {ProtocolError} 400 */
export function gatewayEvent(event: unknown): GatewayEvent {
  if (isObject(event)) return event;
  throw badEvent('it is no object');
}

export function badEvent(why: string): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidRequest,
    `This is no HTTP request of API Gateway, a Function URL or a load balancer: ${why}.`,
    { status: 400 },
  );
}
