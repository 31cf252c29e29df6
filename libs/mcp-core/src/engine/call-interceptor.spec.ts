import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  Call,
  CallInterceptor,
  RefusedError,
  RequestObserver,
  Resource,
  Tool,
  type CallResult,
  type ObservedRequest,
} from '..';
import { createHarness, type Harness } from '../testing';

const trace: string[] = [];
const observed: ObservedRequest[] = [];

@Injectable()
class Outer extends CallInterceptor {
  readonly order = 100;
  async intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    trace.push(`outer ${call.feature.kind} ${call.feature.name} ${JSON.stringify(call.input)}`);
    try {
      const result = await next();
      trace.push(`outer ${result.outcome} ${result.json.length > 0}`);
      return result;
    } catch (error) {
      trace.push(`outer ${(error as RefusedError).outcome}`);
      throw error;
    }
  }
}

@Injectable()
class Inner extends CallInterceptor {
  readonly order = 300;
  async intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    if (call.feature.scopes.length > 0) throw new RefusedError('Not for you.');
    trace.push('inner');
    return next();
  }
}

@Injectable()
class Observer extends RequestObserver {
  observe(request: ObservedRequest): void {
    observed.push(request);
  }
}

@Injectable()
class Features {
  @Tool({ name: 'add', description: 'Adds.', input: z.object({ a: z.number() }) })
  add({ a }: { a: number }) {
    return a + 1;
  }

  @Tool({ name: 'secret', description: 'Is closed.', scopes: ['secret'] })
  secret() {
    return 'never';
  }

  @Resource({ name: 'broken', uri: 'test://broken', description: 'Breaks.' })
  broken(): string {
    throw new Error('a stack that nobody may see');
  }
}

describe('what stands around calls', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({
      providers: [Inner, Outer, Observer, Features],
      onFault: () => undefined,
    });
  });
  afterAll(() => harness.close());
  beforeEach(() => {
    trace.length = 0;
    observed.length = 0;
  });

  it('stands in its order, around validation as well', async () => {
    const client = await harness.connect('modern');
    await client.callTool({ name: 'add', arguments: { a: 1 } });
    await client.callTool({ name: 'add', arguments: { a: 'x' } });
    expect(trace).toEqual([
      'outer tool add {"a":1}',
      'inner',
      'outer ok true',
      'outer tool add {"a":"x"}',
      'inner',
      'outer invalid_input true',
    ]);
  });

  it('can refuse a call, and those further out see it', async () => {
    const client = await harness.connect('legacy');
    await expect(client.callTool({ name: 'secret' })).rejects.toThrow('Not for you.');
    expect(trace).toEqual(['outer tool secret undefined', 'outer refused']);
  });

  it('observes every request once, with names of the catalog only', async () => {
    const client = await harness.connect('legacy');
    await client.listTools();
    await client.callTool({ name: 'add', arguments: { a: 1 } });
    await expect(client.callTool({ name: 'made up' })).rejects.toThrow('Unknown tool');
    await expect(client.readResource({ uri: 'test://broken' })).rejects.toThrow(/Reference: /);
    expect(observed.map(({ method, outcome, feature }) => [method, outcome, feature])).toEqual([
      ['initialize', 'ok', undefined],
      ['tools/list', 'ok', undefined],
      ['tools/call', 'ok', 'add'],
      ['tools/call', 'invalid_input', undefined],
      ['resources/read', 'failed', 'broken'],
    ]);
    const fault = observed.at(-1);
    expect(fault?.cause).toEqual(new Error('a stack that nobody may see'));
    expect(fault?.reference).toMatch(/^[0-9a-f-]{36}$/);
    expect(observed.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });
});
