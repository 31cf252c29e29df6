import type { Implementation } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import { isCapabilities, isImplementation } from '../protocol/client';
import { describe, type Params } from '../protocol/json-rpc';
import { InvalidParamsError } from '../protocol/protocol.error';

/** Values and characters in the capabilities of a client: memory is what both of them take. */
const MAX_VALUES = 256;
const MAX_CHARACTERS = 8_192;

/** Characters of each text about the client's software; what is longer is cut. */
const MAX_TEXT = 256;

/**
 * Reads the parameters of `initialize`.
 *
 * @returns what a session keeps of them, for as long as it lives
 * @throws {InvalidParamsError} they are malformed, or too large to be kept
 */
export function readInitialize(params: Params): Params {
  const { protocolVersion, capabilities, clientInfo, _meta: meta } = params;
  if (typeof protocolVersion !== 'string') {
    throw new InvalidParamsError(
      `protocolVersion: found ${describe(protocolVersion)}, expected a string.`,
    );
  }
  assertFits(capabilities);
  if (!isCapabilities(capabilities)) {
    throw new InvalidParamsError(
      `capabilities: found ${describe(capabilities)}, expected an object of objects.`,
    );
  }
  if (!isImplementation(clientInfo)) {
    throw new InvalidParamsError(
      'clientInfo: expected an object with the strings "name" and "version".',
    );
  }
  const kept = {
    protocolVersion: cut(protocolVersion),
    capabilities,
    clientInfo: about(clientInfo),
  };
  const traceparent = isObject(meta) ? meta['traceparent'] : undefined;
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent)
    ? { ...kept, traceparent }
    : kept;
}

/** W3C Trace Context, section 3.2. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Not its icons: they are for people, and may be whole pictures. */
function about({ name, version, title }: Implementation): Implementation {
  const software = { name: cut(name), version: cut(version) };
  return typeof title === 'string' ? { ...software, title: cut(title) } : software;
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT);
}

/** Without recursion, and no further than it has to look: the value may be as large as a request. */
function assertFits(capabilities: unknown): void {
  let values = 0;
  let characters = 0;
  const left: unknown[] = [capabilities];
  while (left.length > 0) {
    const value = left.pop();
    values += 1;
    if (typeof value === 'string') characters += value.length;
    else if (Array.isArray(value)) left.push(...(value as unknown[]).slice(0, MAX_VALUES));
    else if (isObject(value)) {
      for (const name in value) {
        characters += name.length;
        left.push(value[name]);
        if (left.length > MAX_VALUES) break;
      }
    }
    if (values + left.length > MAX_VALUES || characters > MAX_CHARACTERS) throw tooLarge();
  }
}

function tooLarge(): InvalidParamsError {
  return new InvalidParamsError(
    `capabilities: at most ${MAX_VALUES} values with ${MAX_CHARACTERS} characters are allowed. Declare fewer.`,
  );
}
