import { createHash } from 'node:crypto';
import type { Attributes } from '@opentelemetry/api';
import { isObject } from '@repo/foundation';
import { qualifiedNameOf, type Feature, type StartedRequest } from '@repo/mcp-core';

/** An id that may stand in a span as it is: the client chose it. */
const SAFE_ID = /^[\w.:-]{1,64}$/;

/** Characters of the arguments that a span shows. */
const MAX_ARGUMENTS = 1_024;

/**
 * What a span says of a request when it begins, by the semantic conventions of MCP and of generative
 * AI. Nothing of it is an argument, but those that are asked for by name, and nothing says who calls:
 * that is in the audit trail, under the id of the trace.
 *
 * @param tracedArguments `TRACE_ARGUMENTS`
 */
export function requestAttributes(
  { method, feature, request }: StartedRequest,
  tracedArguments: readonly string[],
): Attributes {
  const { client, channel, id } = request;
  const overHttp = channel.headers !== undefined;
  const attributes: Attributes = {
    'mcp.method.name': method,
    'mcp.protocol.version': client.revision,
    'network.transport': overHttp ? 'tcp' : 'pipe',
  };
  if (overHttp) attributes['network.protocol.name'] = 'http';
  if (SAFE_ID.test(String(id))) attributes['jsonrpc.request.id'] = String(id);
  const session = channel.headers?.['mcp-session-id'];
  if (typeof session === 'string') attributes['mcp.session.id'] = hashOf(session);
  if (feature !== undefined) describe(feature, attributes);
  const shown = shownArguments(feature, request.params['arguments'], tracedArguments);
  if (shown !== undefined) attributes['gen_ai.tool.call.arguments'] = shown;
  return attributes;
}

function describe(feature: Feature, attributes: Attributes): void {
  switch (feature.kind) {
    case 'tool':
      attributes['gen_ai.operation.name'] = 'execute_tool';
      attributes['gen_ai.tool.name'] = qualifiedNameOf(feature);
      return;
    case 'prompt':
      attributes['gen_ai.prompt.name'] = qualifiedNameOf(feature);
      return;
    case 'resource':
      // As declared: the variables of a template are arguments.
      attributes['mcp.resource.uri'] = feature.uri;
  }
}

/** Of an anonymous caller the id of a session is all that it needs to go on with it. */
function hashOf(session: string): string {
  return createHash('sha256').update(session).digest('hex').slice(0, 32);
}

function shownArguments(
  feature: Feature | undefined,
  input: unknown,
  traced: readonly string[],
): string | undefined {
  if (traced.length === 0 || feature?.kind !== 'tool' || !isObject(input)) return undefined;
  const tool = `${qualifiedNameOf(feature)}.`;
  const names = Object.keys(input).filter((name) => traced.includes(tool + name));
  if (names.length === 0) return undefined;
  const shown = Object.fromEntries(names.map((name) => [name, input[name]]));
  return JSON.stringify(shown).slice(0, MAX_ARGUMENTS);
}
