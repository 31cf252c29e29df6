import type { IncomingHttpHeaders } from 'node:http';
import type { FunctionRequest } from '../function-request';
import { lastForwarded } from '../last-forwarded';
import { badEvent, gatewayEvent, type GatewayEvent } from './gateway-event';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Reads the event of an HTTP request, of whichever of the four kinds it is.
 *
 * @throws {ProtocolError} 400: it is none, or its body is no base64 though it says so
 */
export function readEvent(given: unknown, canStream: boolean): FunctionRequest {
  const event = gatewayEvent(given);
  const method = event.requestContext?.http?.method ?? event.httpMethod;
  const path = pathOf(event);
  if (typeof method !== 'string' || method === '') throw badEvent('it has no method');
  if (typeof path !== 'string' || !path.startsWith('/')) throw badEvent('it has no path');
  const headers = headersOf(event);
  return { method, path, headers, body: bodyOf(event), peer: peerOf(event, headers), canStream };
}

/** An HTTP API puts the name of its stage before the path, a REST API does not. */
function pathOf({ path, rawPath, requestContext }: GatewayEvent): string | undefined {
  const stage = requestContext?.stage;
  if (rawPath === undefined || stage === undefined) return rawPath ?? path;
  return rawPath.startsWith(`/${stage}/`) ? rawPath.slice(stage.length + 1) : rawPath;
}

function headersOf({ headers, multiValueHeaders, cookies }: GatewayEvent): IncomingHttpHeaders {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === 'string') read[name.toLowerCase()] = value;
  }
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    // As Node joins what was sent more than once.
    if (Array.isArray(values) && values.length > 0) read[name.toLowerCase()] = values.join(', ');
  }
  if (Array.isArray(cookies)) read['cookie'] = cookies.join('; ');
  return read;
}

function bodyOf({ body, isBase64Encoded }: GatewayEvent): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body !== 'string') throw badEvent('its body is no text');
  if (isBase64Encoded !== true) return body;
  if (!BASE64.test(body)) throw badEvent('its body is no base64, though it says so');
  return Buffer.from(body, 'base64').toString('utf8');
}

/** The gateway says who called it; a load balancer appends that to a header, whatever stood there. */
function peerOf(
  { requestContext }: GatewayEvent,
  headers: IncomingHttpHeaders,
): string | undefined {
  if (requestContext?.elb !== undefined) return lastForwarded(headers);
  return requestContext?.http?.sourceIp ?? requestContext?.identity?.sourceIp;
}
