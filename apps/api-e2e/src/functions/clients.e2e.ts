/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import { InspectorClient } from '../clients/inspector.client';
import type { LiveClient } from '../clients/client.interface';
import { itServesRequests } from '../clients/serves-requests.suite';
import { V1Client } from '../clients/v1.client';
import { V2Client } from '../clients/v2.client';
import { PLATFORMS } from '../../../serverless/build/platforms';
import { hasLambdaRuntime, installRuntimes } from '../../../serverless/local/install-runtimes';
import { firstEvent } from './first-event';
import { type FunctionProcess, startFunction } from './function-process';

installRuntimes();

describe.each(PLATFORMS)('%s', (platform) => {
  // In CI nothing may be left out: there it fails.
  if (platform === 'aws-lambda' && !hasLambdaRuntime() && process.env['CI'] === undefined) {
    it.skip('is left out: aws-lambda-ric could not be compiled here', () => undefined);
    return;
  }

  let served: FunctionProcess;
  beforeAll(async () => {
    served = await startFunction(platform);
  }, 6 * 60_000);
  afterAll(() => served.process.stop());

  const clients: [string, () => Promise<LiveClient>][] = [
    ['the v1 client', () => V1Client.overHttp(served.url)],
    ['the v2 client in the legacy era', () => V2Client.overHttp(served.url, 'legacy')],
    ['the v2 client in the modern era', () => V2Client.overHttp(served.url, 'modern')],
  ];

  describe.each(clients)('%s', (name, connect) => {
    let client: LiveClient;
    beforeAll(async () => {
      client = await connect();
    });
    // Without a session there is none to end.
    afterAll(() => client.close().catch(() => undefined));

    itServesRequests(() => client);

    it('sees how far a call is', async () => {
      const steps: number[] = [];
      const onProgress = (progress: number) => void steps.push(progress);
      await client.callTool('test_tool_with_progress', {}, { onProgress });
      expect(steps).toEqual([0, 50, 100]);
    });

    if (!name.includes('modern')) return;

    it('answers several rounds of questions of one call, which meet any instance', async () => {
      const { text } = await client.callTool('test_input_required_result_multi_round');
      expect(text).toBe('some name likes some color');
    });
  });

  it('sends a stream as it comes', async () => {
    const first = await firstEvent(served.url, 'test_tool_with_progress');
    expect(first).toContain('notifications/progress');
    expect(first).not.toContain('"result"');
  });

  describe.each(['legacy', 'modern'] as const)('the Inspector in the %s era', (era) => {
    itServesRequests(() => InspectorClient.overHttp(served.url, era));
  });
});
