import type { ObservedRequest } from '@repo/mcp-core';
import { BucketMap, OPERATION_BUCKETS } from './duration-buckets';
import { operationLabels, requestLabels } from './request-labels';
import { countsBy, durationsBy } from './request-samples';
import { OTHER_FEATURE, RequestTally } from './request-tally';

/** A request over HTTP. */
function aRequest(more: Partial<ObservedRequest> = {}): ObservedRequest {
  const request = { channel: { headers: {} } } as ObservedRequest['request'];
  const durationMs = 30;
  return { method: 'tools/call', era: 'modern', outcome: 'ok', durationMs, request, ...more };
}

const error = (code: number) => ({ code }) as ObservedRequest['error'];
const isOf = (labels: object) => expect.objectContaining({ labels });

describe('the tally of requests', () => {
  it('tells tools and outcomes apart, and adds up what has the same labels', () => {
    const tally = new RequestTally();
    for (const feature of ['roll', 'roll', 'pay']) tally.count(aRequest({ feature }));
    tally.count(aRequest({ feature: 'pay', outcome: 'failed', error: error(-32603) }));
    tally.count(aRequest({ feature: 'pay', outcome: 'failed', error: error(7) }));
    expect(countsBy(tally.all(), requestLabels)).toEqual([
      { labels: { method: 'tools/call', status: 'ok', tool: 'roll' }, value: 2 },
      { labels: { method: 'tools/call', status: 'ok', tool: 'pay' }, value: 1 },
      { labels: { method: 'tools/call', status: 'failed', tool: 'pay' }, value: 2 },
    ]);
  });

  it('names what is no tool by its method, and a named server beside', () => {
    const tally = new RequestTally();
    tally.count(aRequest({ method: 'resources/read', feature: 'notes' }));
    tally.count(aRequest({ feature: 'billing/pay', server: 'billing' }));
    expect(countsBy(tally.all(), requestLabels).map(({ labels }) => labels)).toEqual([
      { method: 'resources/read', status: 'ok' },
      { method: 'tools/call', status: 'ok', tool: 'billing/pay', server: 'billing' },
    ]);
  });

  it('has the attributes and buckets of the conventions', () => {
    const tally = new RequestTally();
    const operation = {
      mcp_method_name: 'tools/call',
      network_transport: 'tcp',
      gen_ai_operation_name: 'execute_tool',
      gen_ai_tool_name: 'roll',
    };
    tally.count(aRequest({ feature: 'roll', durationMs: 20 }));
    tally.count(aRequest({ feature: 'roll', durationMs: 20.1 }));
    tally.count(aRequest({ feature: 'roll', durationMs: 400_000 }));
    tally.count(aRequest({ feature: 'roll', outcome: 'tool_error' }));
    tally.count(aRequest({ feature: 'roll', outcome: 'timeout', error: error(-32603) }));
    tally.count(aRequest({ method: 'prompts/get', feature: 'greet' }));
    const map = new BucketMap(OPERATION_BUCKETS);
    const [ok, ...others] = durationsBy(tally.all(), operationLabels, map);
    expect(ok?.labels).toEqual(operation);
    expect(ok?.counts).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(ok?.sum).toBeCloseTo(400.0401);
    expect(others).toEqual([
      isOf({ ...operation, error_type: 'tool_error' }),
      isOf({ ...operation, error_type: '-32603', rpc_response_status_code: '-32603' }),
      isOf({
        mcp_method_name: 'prompts/get',
        network_transport: 'tcp',
        gen_ai_prompt_name: 'greet',
      }),
    ]);
  });

  it('keeps the last traced request of each bucket', () => {
    const tally = new RequestTally();
    tally.count(aRequest({ durationMs: 15 }), 'a'.repeat(32));
    tally.count(aRequest({ durationMs: 16 }), 'b'.repeat(32));
    tally.count(aRequest({ durationMs: 17 }));
    const [sample] = durationsBy(tally.all(), requestLabels, new BucketMap(OPERATION_BUCKETS));
    expect(sample?.counts[1]).toBe(3);
    expect(sample?.exemplars?.[1]).toMatchObject({
      labelSet: { trace_id: 'b'.repeat(32) },
      value: 0.016,
    });
  });

  it('counts under one name when a changing catalog has had too many', () => {
    const tally = new RequestTally(3);
    for (let nth = 0; nth < 100; nth += 1) {
      tally.count(aRequest({ feature: `tool-${nth}` }));
      tally.count(aRequest({ feature: 'tool-0' }));
      tally.count(aRequest({ feature: `tool-${nth}`, outcome: 'failed', error: error(nth) }));
    }
    const counts = countsBy(tally.all(), requestLabels);
    expect(counts.length).toBeLessThanOrEqual(5);
    expect(counts).toContainEqual({
      labels: { method: 'tools/call', status: 'failed', tool: OTHER_FEATURE },
      value: expect.any(Number),
    });
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(300);
  });
});
