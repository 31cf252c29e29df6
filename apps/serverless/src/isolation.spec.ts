import { setTimeout as pause } from 'node:timers/promises';
import { Tool, ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, TestFunction } from './testing/function.fixture';

const Input = z.object({ secret: z.string(), waitMs: z.number() });

@Injectable()
class SlowTool {
  @Tool({ name: 'slow', description: 'Tells who called it with what, later.', input: Input })
  async slow({ secret, waitMs }: z.infer<typeof Input>, { auth }: ToolContext) {
    await pause(waitMs);
    return `${auth?.clientId ?? 'nobody'} ${secret}`;
  }
}

@Module({ providers: [SlowTool] })
class SlowFeatures {}

const KEY = 'a-key-for-one-of-the-callers';

describe('invocations of one warm process', () => {
  const fn = new TestFunction({ API_KEY: KEY, RATE_LIMIT_REQUESTS: '1000' }, [SlowFeatures]);
  const { buffered } = lambdaHandlers(fn.warm);
  afterAll(() => fn.stop());

  it('get their own answers, when ids are equal and they end in another order', async () => {
    const calls = Array.from({ length: 60 }, (_, index) => {
      const known = index % 2 === 0;
      const secret = `secret-${index}`;
      const input = { secret, waitMs: (index * 7) % 13 };
      const headers: Record<string, string> = known ? { 'x-api-key': KEY } : {};
      return { known, secret, event: callEvent('slow', input, { id: 7, headers }) };
    });
    const answers = await Promise.all(
      calls.map(async ({ event, ...call }) => ({ ...call, answer: await buffered(event) })),
    );
    for (const { known, secret, answer } of answers) {
      const { id, result } = JSON.parse(answer.body) as {
        id: number;
        result: { content: { text: string }[] };
      };
      const [who, what] = result.content[0]!.text.split(' ');
      expect([id, what, who !== 'nobody']).toEqual([7, secret, known]);
    }
  });

  it('leave nobody signed in', async () => {
    await buffered(
      callEvent('slow', { secret: 'a', waitMs: 0 }, { headers: { 'x-api-key': KEY } }),
    );
    const { body } = await buffered(callEvent('slow', { secret: 'b', waitMs: 0 }));
    expect(body).toContain('nobody b');
  });
});

describe('the limits of a warm process', () => {
  const fn = new TestFunction({ RATE_LIMIT_REQUESTS: '3' }, [SlowFeatures]);
  const { buffered } = lambdaHandlers(fn.warm);
  afterAll(() => fn.stop());

  it('hold over its invocations, each address by itself', async () => {
    const from = (sourceIp: string) => {
      const event = callEvent('echo', { text: 'x' }) as { requestContext: object };
      return {
        ...event,
        requestContext: { stage: '$default', http: { method: 'POST', sourceIp } },
      };
    };
    const statuses: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      statuses.push((await buffered(from('203.0.113.9'))).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await buffered(from('203.0.113.10'))).statusCode).toBe(200);
  });
});
