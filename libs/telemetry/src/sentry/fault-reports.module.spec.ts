import { Tool, ToolError } from '@repo/mcp-core';
import { createHarness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FaultReportsModule } from './fault-reports.module';
import { SentryServer } from '../testing/sentry-server';

@Injectable()
class FailingTools {
  @Tool({ name: 'break', description: 'Fails.', input: z.object({ card: z.string() }) })
  break({ card }: { card: string }) {
    const local = `local ${card}`;
    const error = new Error('Bearer top-secret own-secret-value was refused', {
      cause: new Error('no route'),
    });
    throw Object.assign(error, { request: { card, local } });
  }

  @Tool({ name: 'mend', description: 'Tells the model what to mend.' })
  mend(): never {
    throw new ToolError('Give another date.');
  }
}

async function reportsOf(tool: string, input: Record<string, string>) {
  const sentry = new SentryServer();
  await sentry.start();
  const secrets = ['own-secret-value'];
  const reports = { dsn: sentry.dsn, environment: 'test', release: '1.2.3', secrets };
  const harness = await createHarness({
    imports: [FaultReportsModule.forRoot(reports)],
    providers: [FailingTools],
    onFault: () => undefined,
  });
  const client = await harness.connect('modern');
  await client.callTool({ name: tool, arguments: input }).catch(() => undefined);
  await harness.close();
  sentry.stop();
  return sentry;
}

describe('a fault of ours', () => {
  let sentry: SentryServer;
  beforeAll(async () => {
    sentry = await reportsOf('break', { card: '4111111111111111' });
  });

  it('is reported with its place, its cause, the tool and the reference of the log', () => {
    expect(sentry.events).toHaveLength(1);
    expect(sentry.events[0]).toMatchObject({
      release: '1.2.3',
      environment: 'test',
      tags: {
        method: 'tools/call',
        feature: 'break',
        reference: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
      exception: {
        values: [{ value: 'no route' }, { type: 'Error', value: 'Bearer *** *** was refused' }],
      },
    });
    expect(JSON.stringify(sentry.events)).toContain('fault-reports.module.spec');
  });

  it('is reported without arguments, tokens, local values, users and host names', () => {
    const sent = sentry.envelopes.join('\n');
    for (const private_ of [
      '4111111111111111',
      'top-secret',
      'own-secret',
      'local ',
      'server_name',
      '"user"',
    ]) {
      expect(sent).not.toContain(private_);
    }
  });
});

describe('what is no fault of ours', () => {
  it.each([
    ['an error that a tool tells its model', 'mend', {}],
    ['arguments that do not fit', 'break', {}],
    ['a tool that does not exist', 'unknown', {}],
  ])('is not reported: %s', async (_what, tool, input) => {
    const sentry = await reportsOf(tool, input);
    expect(sentry.events).toEqual([]);
  });
});

describe('without SENTRY_DSN', () => {
  it('nothing of Sentry is provided', () => {
    const module = FaultReportsModule.forRoot({ dsn: undefined, environment: 'x', release: 'x' });
    expect(module.providers).toBeUndefined();
  });
});
