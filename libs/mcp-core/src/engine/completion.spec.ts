import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { eventually } from '@repo/foundation/testing';
import { Completion, Prompt, type CompletionContext } from '..';
import { createHarness, type Harness } from '../testing';

const NAMES = ['total', 'more', 'array', 'slow', 'later'];
const many = Array.from({ length: 150 }, (_, index) => `value ${index}`);

@Injectable()
class Suggesting {
  static reason: unknown;
  static begun: () => void = () => undefined;

  @Prompt({
    name: 'ask',
    description: 'Asks.',
    arguments: z.object(Object.fromEntries(NAMES.map((name) => [name, z.string().optional()]))),
  })
  ask() {
    return 'Ask.';
  }

  @Completion({ prompt: 'ask', argument: 'total' })
  total() {
    return { values: ['a', 'b'], total: 2_000 };
  }

  @Completion({ prompt: 'ask', argument: 'more' })
  more() {
    return Promise.resolve({ values: ['a', 'b'], hasMore: true });
  }

  @Completion({ prompt: 'ask', argument: 'array' })
  array() {
    return many;
  }

  @Completion({ prompt: 'ask', argument: 'later' })
  later(typed: string) {
    return Promise.resolve([typed]);
  }

  @Completion({ prompt: 'ask', argument: 'slow' })
  slow(_typed: string, { signal }: CompletionContext) {
    Suggesting.begun();
    return new Promise<string[]>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        Suggesting.reason = signal.reason;
        reject(new Error('stopped'));
      });
    });
  }
}

const ask = (name: string) => ({
  ref: { type: 'ref/prompt' as const, name: 'ask' },
  argument: { name, value: 'typed' },
});

describe('a completion method', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({
      providers: [Suggesting],
      environment: { TOOL_TIMEOUT: '20ms' },
    });
  });
  afterAll(() => harness.close());

  it.each([
    ['total', { values: ['a', 'b'], total: 2_000, hasMore: true }],
    ['more', { values: ['a', 'b'], hasMore: true }],
    ['array', { values: many.slice(0, 100), total: 150, hasMore: true }],
    ['later', { values: ['typed'], total: 1, hasMore: false }],
  ])('says how many values there are: %s', async (name, expected) => {
    const client = await harness.connect('modern');
    expect((await client.complete(ask(name))).completion).toEqual(expected);
  });

  it('is stopped when its time is up', async () => {
    const client = await harness.connect('modern');
    await expect(client.complete(ask('slow'))).rejects.toThrow('No result within 0.02 s');
    expect(Suggesting.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('is stopped when the client cancels', async () => {
    const patient = await createHarness({ providers: [Suggesting] });
    const client = await patient.connect('modern');
    const cancel = new AbortController();
    const begun = new Promise<void>((resolve) => (Suggesting.begun = resolve));
    const answer = client.complete(ask('slow'), { signal: cancel.signal });
    const refused = expect(answer).rejects.toThrow();
    await begun;
    cancel.abort();
    await refused;
    await eventually(() => expect(Suggesting.reason).toMatchObject({ name: 'CancelledError' }));
    await patient.close();
  });
});
