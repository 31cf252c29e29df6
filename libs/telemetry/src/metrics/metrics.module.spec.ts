import { Tool } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { register } from 'prom-client';
import { z } from 'zod';
import { MetricsModule } from './metrics.module';

@Injectable()
class DiceTool {
  @Tool({ name: 'roll', description: 'Rolls a die that shows a six.' })
  roll() {
    return { dots: 6 };
  }
}

describe('the metrics of MCP requests', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({
      imports: [MetricsModule.forRoot({ route: false, process: { name: 'test', version: '0' } })],
      providers: [DiceTool],
    });
  });
  afterAll(() => harness.close());

  it('count requests by method and outcome, and their seconds by method', async () => {
    const client = await harness.connect('modern');
    await client.callTool({ name: 'roll' });
    await client.callTool({ name: 'roll' });
    await client.callTool({ name: 'no such tool' }).catch(() => undefined);

    const text = await register.metrics();
    expect(text).toContain('mcp_requests_total{method="tools/call",status="ok",tool="roll"} 2');
    expect(text).toContain('mcp_requests_total{method="tools/call",status="invalid_input"} 1');
    expect(text).toContain('mcp_request_duration_seconds_count{method="tools/call",tool="roll"} 2');
  });

  it('know methods that are not served by one name', async () => {
    const client = await harness.connect('legacy');
    await client.request({ method: 'invented/by-client' }, z.object({})).catch(() => undefined);
    const text = await register.metrics();
    expect(text).toContain('mcp_requests_total{method="unknown",status="invalid_input"} 1');
    expect(text).not.toContain('invented');
  });
});
