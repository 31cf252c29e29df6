import { Readable } from 'node:stream';
import type { Provider } from '@nestjs/common';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { META } from '../../protocol/client';
import type { PreEncodedFrame } from '../../protocol/pre-encoded-json';
import { createHarness, type HarnessOptions } from '../../testing/harness';
import type { HttpReply } from './http-message';
import { McpHttpHost } from './mcp-http-host';

export interface ReceivedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; of a stream see `events`. */
  readonly json: () => Record<string, unknown>;
  readonly stream: Readable | undefined;
  /** Reads an event stream to its end. */
  readonly events: () => Promise<SseEvent[]>;
  /** What a client does that goes away. */
  readonly disconnect: () => void;
}

export interface SseEvent {
  readonly id?: string;
  readonly retry?: string;
  readonly data: Record<string, unknown> | undefined;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly auth?: AuthInfo;
  /** The name of the server that is asked; default: the main one. */
  readonly server?: string | undefined;
}

/**
 * The HTTP host of some features, spoken to without a port.
 *
 * @param onFault see `HarnessOptions`
 */
export async function httpHost(
  providers: Provider[],
  environment: Record<string, string> = {},
  imports: HarnessOptions['imports'] = [],
  onFault?: HarnessOptions['onFault'],
) {
  const harness = await createHarness({ providers, environment, imports, onFault });
  const host = harness.get(McpHttpHost);
  const ask = async (
    method: string,
    body: unknown,
    { headers = {}, auth, server }: RequestOptions,
  ) => {
    const handler = server === undefined ? host : host.at(server);
    const listeners: (() => void)[] = [];
    const reply = await handler.handle({
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body),
      auth,
      onDisconnect: (listener) => void listeners.push(listener),
    });
    return toReceivedReply(reply, () => listeners.forEach((listener) => listener()));
  };
  return {
    harness,
    host,
    post: (body: unknown, options: RequestOptions = {}) => ask('POST', body, options),
    get: (options: RequestOptions = {}) => ask('GET', undefined, options),
    delete: (options: RequestOptions = {}) => ask('DELETE', undefined, options),
    /** A well-formed request of 2026-07-28; `params`, `meta` and headers go over the defaults. */
    modern: (
      method: string,
      params: Record<string, unknown> = {},
      { meta = {}, ...options }: RequestOptions & { meta?: object } = {},
    ) => {
      const name = params['name'] ?? params['uri'];
      return ask(
        'POST',
        {
          jsonrpc: '2.0',
          id: 1,
          method,
          params: { ...params, _meta: { ...MODERN_META, ...meta } },
        },
        {
          auth: options.auth,
          server: options.server,
          headers: {
            'mcp-protocol-version': '2026-07-28',
            'mcp-method': method,
            ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
            ...options.headers,
          },
        },
      );
    },
    /** Opens a legacy session; returns the headers that belong to it. */
    open: async (initialize: object = {}, options: RequestOptions = {}) => {
      const params = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
        ...initialize,
      };
      const opened = await ask(
        'POST',
        { jsonrpc: '2.0', id: 0, method: 'initialize', params },
        options,
      );
      return { 'mcp-session-id': opened.headers['mcp-session-id'] ?? '' };
    },
  };
}

export const MODERN_META = {
  [META.protocolVersion]: '2026-07-28',
  [META.clientCapabilities]: {},
};

/** A reply as a client reads it. */
export function toReceivedReply(
  reply: HttpReply,
  disconnect: () => void = () => undefined,
): ReceivedReply {
  const { status, headers, body } = reply;
  const stream = body instanceof Readable ? body : undefined;
  return {
    status,
    headers,
    stream,
    json: () =>
      JSON.parse((body as string | PreEncodedFrame).toString()) as Record<string, unknown>,
    events: async () => {
      let text = '';
      for await (const chunk of stream!) text += String(chunk);
      return text
        .split('\n\n')
        .filter((event) => event !== '')
        .map(parseEvent);
    },
    disconnect: () => {
      stream?.destroy();
      disconnect();
    },
  };
}

function parseEvent(text: string): SseEvent {
  const fields = Object.fromEntries(
    text.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)),
  );
  const { id, retry, data } = fields as Record<string, string | undefined>;
  return { id, retry, data: data ? (JSON.parse(data) as Record<string, unknown>) : undefined };
}
