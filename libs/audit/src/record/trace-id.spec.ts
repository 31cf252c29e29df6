import { traceIdOf } from './trace-id';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the trace of a call', () => {
  it('is the one that its client names', () => {
    expect(traceIdOf({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })).toBe(TRACE);
  });

  it.each([
    undefined,
    null,
    'text',
    {},
    { traceparent: 7 },
    { traceparent: '' },
    { traceparent: `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01` },
    { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` },
    { traceparent: `00-${TRACE}'; DROP TABLE--01` },
  ])('is none for %j', (meta) => {
    expect(traceIdOf(meta)).toBeNull();
  });
});
