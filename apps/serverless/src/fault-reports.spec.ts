import { Tool } from '@repo/mcp-core';
import { SentryServer } from '@repo/telemetry/testing';
import { Injectable, Module } from '@nestjs/common';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, TestFunction } from './testing/function.fixture';

@Injectable()
class FailingTools {
  @Tool({ name: 'break', description: 'Fails.' })
  break(): never {
    throw new Error('broken');
  }
}

@Module({ providers: [FailingTools] })
class FailingFeatures {}

describe('the fault of a function', () => {
  const sentry = new SentryServer();
  let fn: TestFunction;
  beforeAll(async () => {
    await sentry.start();
    fn = new TestFunction({ SENTRY_DSN: sentry.dsn }, [FailingFeatures]);
  });
  afterAll(async () => {
    await fn.stop();
    sentry.stop();
  });

  it('is reported when the answer is given, for the process may be frozen right after', async () => {
    const { statusCode } = await lambdaHandlers(fn.warm).buffered(callEvent('break'));
    expect(statusCode).toBe(200);
    expect(sentry.events).toHaveLength(1);
    expect(sentry.events[0]).toMatchObject({
      tags: { method: 'tools/call', feature: 'break' },
      exception: { values: [{ value: 'broken' }] },
    });
  });
});
