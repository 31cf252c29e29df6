import { Readable } from 'node:stream';
import { Client as Sdk1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { Injectable, UseGuards, type CanActivate } from '@nestjs/common';
import { interval, of } from 'rxjs';
import { eventually } from '@repo/foundation/testing';
import { z } from 'zod';
import { McpHost, Prompt, Tool } from '..';
import { createHarness, type Harness } from '../testing';
import { LinkedTransport } from '../testing/linked-transport';
import { MessageConnection } from '../transports/stdio/message-connection';

const described = { description: 'Returns something.' };

class Passes implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

/** A promise of no engine, such as query builders are. */
class Query<T> implements PromiseLike<T> {
  constructor(private readonly rows: T) {}

  then<R = T, E = never>(
    resolve?: ((value: T) => R | PromiseLike<R>) | null,
    reject?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): PromiseLike<R | E> {
    return Promise.resolve(this.rows).then(resolve, reject);
  }
}

const User = z.object({
  name: z.string(),
  role: z.string().default('reader'),
  born: z
    .custom<Date>()
    .transform((date) => date.toISOString().slice(0, 10))
    .pipe(z.string()),
});
const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number() }),
  z.object({ kind: z.literal('square'), side: z.number() }),
]);
interface Tree {
  value: number;
  children: Tree[];
}
const Tree: z.ZodType<Tree> = z.lazy(() =>
  z.object({ value: z.number(), children: z.array(Tree) }),
);

let running = 0;

@Injectable()
class Returns {
  @Tool({ name: 'user', ...described, output: User })
  user() {
    const row = { name: 'Ada', born: new Date(0), passwordHash: 'secret' };
    return row;
  }

  @Tool({ name: 'user_result', ...described, output: User })
  userResult() {
    const row = { name: 'Ada', born: new Date(0), passwordHash: 'secret' };
    return { content: [{ type: 'text' as const, text: 'Ada' }], structuredContent: row };
  }

  @Tool({
    name: 'async_schema',
    ...described,
    output: z.object({ name: z.string().refine(async (name) => name !== '') }),
  })
  asyncSchema() {
    return { name: 'Ada', passwordHash: 'secret' };
  }

  @Tool({ name: 'query', ...described })
  query() {
    return new Query({ rows: 1 });
  }

  @Tool({ name: 'guarded_query', ...described })
  @UseGuards(Passes)
  guardedQuery() {
    return new Query({ rows: 1 });
  }

  @Tool({ name: 'failing_query', ...described })
  failingQuery() {
    return { then: (_: unknown, reject: (reason: unknown) => void) => reject(new Error('no')) };
  }

  @Tool({ name: 'observable', ...described })
  observable() {
    return of(1, { last: true });
  }

  @Tool({ name: 'endless', ...described, timeoutMs: 20 })
  endless() {
    running += 1;
    const source = interval(1);
    const subscribe = source.subscribe.bind(source);
    source.subscribe = ((...observer: Parameters<typeof subscribe>) => {
      const subscription = subscribe(...observer);
      subscription.add(() => (running -= 1));
      return subscription;
    }) as typeof source.subscribe;
    return source;
  }

  @Tool({ name: 'list', ...described, output: z.array(z.object({ id: z.number() })) })
  list() {
    return [{ id: 1, hidden: true }];
  }

  @Tool({ name: 'empty_list', ...described, output: z.array(z.number()) })
  emptyList() {
    return [];
  }

  @Tool({ name: 'count', ...described, output: z.number() })
  count() {
    return 0;
  }

  @Tool({ name: 'name', ...described, output: z.string() })
  name() {
    return 'Ada';
  }

  @Tool({ name: 'nothing', ...described, output: z.object({ a: z.number() }).nullable() })
  nothing() {
    return null;
  }

  @Tool({ name: 'echo_shape', ...described, input: Shape, output: Shape })
  echoShape(shape: z.infer<typeof Shape>) {
    return shape;
  }

  @Tool({
    name: 'either',
    ...described,
    output: z.union([z.string(), z.object({ a: z.number() })]),
  })
  either() {
    return { a: 1 };
  }

  @Tool({ name: 'trees', ...described, output: z.array(Tree) })
  trees() {
    return [{ value: 1, children: [{ value: 2, children: [] }] }];
  }

  @Tool({ name: 'broken_picture', ...described })
  brokenPicture() {
    return { type: 'image', data: 'not base64', mimeType: 'image/png' };
  }

  @Tool({ name: 'stream', ...described, output: z.object({ a: z.number().optional() }) })
  stream(): object {
    return Readable.from([{ a: 1 }]);
  }

  @Tool({ name: 'page', ...described })
  page() {
    return { content: [{ id: 1 }], total: 1 };
  }

  @Prompt({ name: 'broken', ...described })
  brokenPrompt() {
    return { messages: 'none' } as unknown as string;
  }

  @Tool({ name: 'unlisted_number', ...described })
  unlistedNumber() {
    return { content: [], structuredContent: 7 };
  }
}

describe.each(['modern', 'legacy', 'SDK 1'] as const)(
  'what a method returns, to a %s client',
  (era) => {
    let harness: Harness;
    let call: (name: string, input?: object) => Promise<Record<string, unknown>>;
    let getPrompt: (name: string) => Promise<unknown>;
    let tools: { name: string; inputSchema: object; outputSchema?: object }[];
    beforeAll(async () => {
      harness = await createHarness({ providers: [Returns], onFault: () => undefined });
      const client = era === 'SDK 1' ? await connectSdk1(harness) : await harness.connect(era);
      // The clients check structured content by the schemas that they have listed.
      ({ tools } = await client.listTools());
      getPrompt = (name) => client.getPrompt({ name });
      call = async (name, input = {}) =>
        await client.callTool({ name, arguments: input as Record<string, unknown> });
    });
    afterAll(() => harness.close());

    const texts = ({ content }: Record<string, unknown>) =>
      (content as { text: string }[]).map(({ text }) => text);
    /** As this era has values that are no objects. */
    const sent = (value: unknown) => (era === 'modern' ? value : { result: value });
    const listed = (name: string) => tools.find((tool) => tool.name === name)!;

    it('is sent as its schema made it: stripped, with defaults, transformed', async () => {
      const sentUser = { name: 'Ada', role: 'reader', born: '1970-01-01' };
      const result = await call('user');
      expect(result['structuredContent']).toEqual(sentUser);
      expect(JSON.parse(texts(result)[0]!)).toEqual(sentUser);
      const authored = await call('user_result');
      expect(authored).toMatchObject({ structuredContent: sentUser });
      expect(texts(authored)).toEqual(['Ada']);
      expect((await call('async_schema'))['structuredContent']).toEqual({ name: 'Ada' });
    });

    it.each(['query', 'guarded_query'])('is awaited where it has a "then": %s', async (name) => {
      expect(texts(await call(name))).toEqual(['{"rows":1}']);
    });

    it('is the reason for which such a promise failed', async () => {
      expect(await call('failing_query')).toMatchObject({ isError: true });
    });

    it('is the last value of an Observable', async () => {
      expect(texts(await call('observable'))).toEqual(['{"last":true}']);
    });

    it('is not waited for after the deadline', async () => {
      expect(await call('endless')).toMatchObject({ isError: true });
      await eventually(() => expect(running).toBe(0));
    });

    it.each<[string, unknown]>([
      ['list', [{ id: 1 }]],
      ['empty_list', []],
      ['count', 0],
      ['name', 'Ada'],
      ['nothing', null],
      ['either', { a: 1 }],
      ['trees', [{ value: 1, children: [{ value: 2, children: [] }] }]],
    ])('may be no object: %s', async (name, value) => {
      const result = await call(name);
      expect(result['structuredContent']).toEqual(sent(value));
      expect(texts(result)).toEqual([JSON.stringify(value)]);
      expect(result['isError']).toBeFalsy();
    });

    it('has text beside a number without a schema', async () => {
      const result = await call('unlisted_number');
      expect(result).toMatchObject({ structuredContent: sent(7), content: [{ text: '7' }] });
    });

    it('is of a union, as the arguments are', async () => {
      const { inputSchema, outputSchema } = listed('echo_shape');
      expect([inputSchema, outputSchema]).toMatchObject([{ type: 'object' }, { type: 'object' }]);
      const result = await call('echo_shape', { kind: 'square', side: 2 });
      expect(result['structuredContent']).toEqual({ kind: 'square', side: 2 });
      expect(await call('echo_shape', { kind: 'square', radius: 2 })).toMatchObject({
        isError: true,
      });
    });

    it('is content of the protocol only where all of it is', async () => {
      expect(texts(await call('page'))).toEqual(['{"content":[{"id":1}],"total":1}']);
    });

    it('is refused where it cannot be sent, and says why', async () => {
      const reference = /Reference: [0-9a-f-]{36}$/;
      const picture = await call('broken_picture');
      expect(picture['isError']).toBe(true);
      expect(texts(picture)[0]).toMatch(
        /^broken_picture returned what the protocol does not take: content\.0\.data: expected base64/,
      );
      expect(texts(picture)[0]).toMatch(reference);
      const stream = await call('stream');
      expect(stream['isError']).toBe(true);
      expect(texts(stream)[0]).toMatch(/^stream returned a sequence/);
      await expect(getPrompt('broken')).rejects.toThrow(/broken returned a value of type object/);
    });

    it('has the schema that this era takes', () => {
      const natural = { type: 'array', items: { properties: { id: { type: 'number' } } } };
      const wrapped = { type: 'object', required: ['result'], properties: { result: natural } };
      expect(listed('list').outputSchema).toMatchObject(era === 'modern' ? natural : wrapped);
    });
  },
);

async function connectSdk1(harness: Harness): Promise<Sdk1Client> {
  const client = new Sdk1Client({ name: 'sdk-1', version: '0.0.0' });
  const server = harness.get(McpHost).server();
  const transport = new LinkedTransport((write) => new MessageConnection(server, write));
  await client.connect(transport);
  return client;
}
