import { isDeepStrictEqual } from 'node:util';
import { META } from '@repo/mcp-core/testing';
import { isObject } from '@repo/foundation';
import { isRequestId } from '@repo/mcp-core';
import type { Answer } from './answer';
import type { Exchange } from './exchange';

export const isText = (value: unknown): value is string => typeof value === 'string';

/** A revision, or none. */
export const DATE = /^(\d{4}-\d{2}-\d{2})?$/;

/** Whether a message holds what the strict schema of the SDK forbids, and what does no harm. */
export function isLoose(message: Record<string, unknown>): boolean {
  const members = ['jsonrpc', 'id', 'method', 'params'];
  if (Object.keys(message).some((member) => !members.includes(member))) return true;
  const { params } = message;
  if (!isObject(params) || params['_meta'] === undefined) return false;
  const meta = params['_meta'];
  return !isObject(meta) || ('progressToken' in meta && !isRequestId(meta['progressToken']));
}

const ROUTED: Record<string, (value: unknown) => boolean> = {
  region: isText,
  shard: Number.isSafeInteger,
  dry: (value) => typeof value === 'boolean',
};

/** Whether a routed parameter, or its header, is there without a value that fits. */
export function hasUnfitParameter({ params, request }: Exchange): boolean {
  const input = isObject(params['arguments']) ? params['arguments'] : {};
  return Object.entries(ROUTED).some(([name, fits]) => {
    const isThere = `mcp-param-${name}` in request.headers || Object.hasOwn(input, name);
    return isThere && !fits(input[name]);
  });
}

export function declaresOddRoots(meta: Record<string, unknown>): boolean {
  const declared = meta[META.clientCapabilities];
  const roots = isObject(declared) ? declared['roots'] : undefined;
  return isObject(roots) && typeof roots['listChanged'] !== 'boolean';
}

export function namesInherited(...parts: unknown[]): boolean {
  return parts.some(
    (part) =>
      isObject(part) && [part['name'], part['uri']].some((name) => isText(name) && name in {}),
  );
}

export function acceptsStream(accept?: string): boolean {
  return accept === undefined || /text\/event-stream|\*\/\*/.test(accept);
}

export function noticesOf({ messages }: Answer): unknown[] {
  return messages.filter((message) => isObject(message) && 'method' in message);
}

/** Whether ours are theirs but for debug messages, in whose place a cut stream has more of ours. */
export function isWithoutDebug(ours: unknown[], theirs: unknown[]): boolean {
  const wanted = theirs.filter((message) => levelOf(message) !== 'debug');
  return wanted.length < theirs.length && isDeepStrictEqual(ours.slice(0, wanted.length), wanted);
}

function levelOf(message: unknown): unknown {
  return isObject(message) && isObject(message['params']) ? message['params']['level'] : undefined;
}
