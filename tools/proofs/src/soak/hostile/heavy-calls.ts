import { createCall, type Call } from '../../api-benchmark/measure/call';

/**
 * What a call with a large body sends, beside its token. The bodies are made once: the attackers
 * share the machine with the server, and are to spend its CPU there.
 */
export interface HeavyCall {
  readonly headers: Call['headers'];
  readonly body: Buffer;
}

const heavy = ({ headers, body }: Call): HeavyCall => ({ headers, body: Buffer.from(body) });
const call = (data: unknown) =>
  createCall('modern', 'tools/call', { name: 'process_data', arguments: { data } });

export const LONG = heavy(call('x'.repeat(1 << 22)));

export const WIDE = heavy(call(Array.from({ length: 50_000 }, (_, index) => ({ index }))));

export const DEEP = heavy({ ...call(''), body: '['.repeat(400_000) + ']'.repeat(400_000) });

const { body: ONE } = createCall('legacy', 'tools/call', {
  name: 'process_data',
  arguments: { data: 'x' },
});
export const BATCH = heavy({
  headers: { 'mcp-protocol-version': '2025-03-26' },
  body: `[${new Array(500).fill(ONE).join(',')}]`,
});

export const LISTEN = heavy(
  createCall('modern', 'subscriptions/listen', {
    notifications: {
      toolsListChanged: true,
      resourceSubscriptions: Array.from({ length: 500 }, () => `test://${'x'.repeat(990)}`),
    },
  }),
);
