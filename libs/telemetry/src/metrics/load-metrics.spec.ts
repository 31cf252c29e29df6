import { McpHost, Tool } from '@repo/mcp-core';
import { createHarness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { register } from 'prom-client';
import { MetricsModule } from './metrics.module';
import { addUpText, takeSnapshot } from './metrics-snapshot';

let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => (release = resolve));

@Injectable()
class SlowTool {
  @Tool({ name: 'hold', description: 'Ends when the test says so.' })
  async hold() {
    await held;
    return 'held';
  }
}

describe('the metrics of a process that is full', () => {
  it('tell the calls that run, wait and were refused, and add up over processes', async () => {
    const harness = await createHarness({
      imports: [MetricsModule.forRoot({ route: false, process: { name: 'test', version: '0' } })],
      providers: [SlowTool],
      environment: { MAX_CONCURRENT_CALLS: '2', MAX_QUEUED_CALLS: '1' },
    });
    const client = await harness.connect('modern');
    // A call waits a second for a place: here it never comes to its end.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'Date'] });
    const calls = [1, 2, 3].map(() => client.callTool({ name: 'hold' }));
    const { load } = harness.get(McpHost);
    while (load.queued === 0) await new Promise(setImmediate);
    await expect(client.callTool({ name: 'hold' })).rejects.toThrow(/Too many calls at once/);

    const text = await register.metrics();
    expect(text).toMatch(/^mcp_calls_running 2$/m);
    expect(text).toMatch(/^mcp_calls_queued 1$/m);
    expect(text).toMatch(/^mcp_calls_rejected_total 1$/m);
    const both = await addUpText([await takeSnapshot(), await takeSnapshot()], 'text');
    expect(both).toMatch(/^mcp_calls_running 4$/m);
    expect(both).toMatch(/^mcp_calls_rejected_total 2$/m);

    release();
    await Promise.all(calls);
    expect(await register.metrics()).toMatch(/^mcp_calls_running 0$/m);
    jest.useRealTimers();
    await harness.close();
  });
});
