import type { Call } from '@repo/mcp-core';
import { traceOf } from './trace-of';

const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
const callWith = (traceparent: unknown, trace?: object) =>
  ({ request: { trace }, params: { _meta: { traceparent } } }) as unknown as Call;

describe('the trace of a task', () => {
  it('is the span of the call, else what the client says', () => {
    const client = `00-${'1'.repeat(32)}-${spanId}-01`;
    const trace = { traceId, spanId, traceFlags: 1 };
    expect(traceOf(callWith(client, trace))).toBe(`00-${traceId}-${spanId}-01`);
    expect(traceOf(callWith(client))).toBe(client);
  });

  it.each([
    undefined,
    7,
    'no trace',
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
  ])('is a new one, which is not recorded, where the client says %j', (traceparent) => {
    const made = traceOf(callWith(traceparent));
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(made).not.toContain(traceId);
    expect(traceOf(callWith(traceparent))).not.toBe(made);
  });
});
