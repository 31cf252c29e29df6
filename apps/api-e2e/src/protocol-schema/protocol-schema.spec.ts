import { ProtocolSchema } from './protocol-schema';
import type { Revision } from './published-schemas';
import { ReceivedMessages } from './received-messages';

const MODERN = { ttlMs: 0, cacheScope: 'private', resultType: 'complete' };
const TOOL = { name: 'a', inputSchema: { type: 'object' } };

const answer = (result: object) => ({ jsonrpc: '2.0', id: 1, result });
const error = (code: number, data?: object) => ({
  jsonrpc: '2.0',
  id: 1,
  error: { code, message: 'No.', data },
});
const notification = (method: string, params: object) => ({ jsonrpc: '2.0', method, params });

const faultIn = (revision: Revision, message: unknown, method?: string) =>
  ProtocolSchema.of(revision).faultIn(message, method);

it.each<[Revision, unknown, string?]>([
  ['2025-03-26', answer({ tools: [TOOL] }), 'tools/list'],
  ['2025-06-18', answer({ content: [], structuredContent: {} }), 'tools/call'],
  ['2025-11-25', answer({}), 'resources/subscribe'],
  ['2025-11-25', notification('notifications/progress', { progressToken: 1, progress: 0.5 })],
  ['2025-11-25', { ...notification('roots/list', {}), id: 's' }],
  ['2026-07-28', answer({ ...MODERN, tools: [TOOL] }), 'tools/list'],
  ['2026-07-28', answer({ ...MODERN, content: [], structuredContent: [1] }), 'tools/call'],
  ['2026-07-28', error(-32022, { supported: ['2026-07-28'], requested: 'x' })],
])('%s allows %j', (...row) => {
  expect(faultIn(...row)).toBeUndefined();
});

it.each<[Revision, unknown, string | undefined, string]>([
  ['2025-03-26', answer({ tools: [{ name: 'a' }] }), 'tools/list', 'inputSchema'],
  ['2025-06-18', answer({ content: [{ type: 'picture' }] }), 'tools/call', 'content/0'],
  [
    '2025-11-25',
    answer({ content: [], structuredContent: [1] }),
    'tools/call',
    'structuredContent',
  ],
  ['2025-11-25', answer({ resourceTemplates: [{ name: 'a' }] }), 'resources/templates/list', 'uri'],
  ['2026-07-28', answer({ tools: [TOOL], resultType: 'complete' }), 'tools/list', 'ttlMs'],
  ['2026-07-28', answer({ content: [] }), 'tools/call', 'resultType'],
  [
    '2026-07-28',
    answer({ resultType: 'input_required', inputRequests: { a: { method: 'ping' } } }),
    'tools/call',
    'inputRequests',
  ],
  ['2026-07-28', error(-32022, { supported: [] }), undefined, 'requested'],
  ['2026-07-28', { ...notification('roots/list', {}), id: 's' }, undefined, 'no request'],
  ['2026-07-28', notification('notifications/initialized', {}), undefined, 'no notification'],
  ['2025-11-25', { id: 1, result: {} }, 'ping', 'jsonrpc'],
  ['2025-11-25', 'text', undefined, 'no message'],
])('%s forbids %j', (revision, message, method, fault) => {
  expect(faultIn(revision, message, method)).toContain(fault);
});

describe('a client', () => {
  it('tells of a wrong answer to its request', async () => {
    const received = new ReceivedMessages('2025-11-25');
    const transport: { send: jest.Mock; onmessage?: (message: object) => void } = {
      send: jest.fn(),
    };
    received.listenTo(transport);
    await transport.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    transport.onmessage?.(answer({ tools: [] }));
    expect(() => received.assertValid()).not.toThrow();
    transport.onmessage?.(answer({ tool: [] }));
    expect(() => received.assertValid()).toThrow("required property 'tools'");
  });
});
