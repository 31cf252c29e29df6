import { Inject, Injectable, Module, Scope, type DynamicModule, type Type } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { eventually } from '@repo/foundation/testing';
import { z } from 'zod';
import { elicit, McpModule, McpNotifier, Resource, Tool, ToolContext } from '.';
import { NamedServer } from './catalog/named-server';
import { createHarness, httpHost, META, type ReceivedReply } from './testing';

class Where {
  constructor(readonly name: string) {}
}

const Echo = z.object({ text: z.string() });

@Injectable()
class Shared {
  private calls = 0;

  constructor(private readonly notifier: McpNotifier) {}

  @Tool({ name: 'count', description: 'Counts its calls.' })
  count() {
    return String(++this.calls);
  }

  @Tool({ name: 'announce', description: 'Says that the tools have changed.' })
  announce() {
    this.notifier.toolsChanged();
    return 'announced';
  }

  @Tool({ name: 'confirm', description: 'Asks first.' })
  async confirm(_: Record<string, never>, context: ToolContext) {
    const schema = z.object({ sure: z.boolean() });
    const { sure } = await context.requestInput({ sure: elicit({ message: 'Sure?', schema }) });
    return sure.action;
  }

  @Resource({ name: 'note', uri: 'note://one', description: 'A note.' })
  note() {
    return 'note';
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  constructor(
    @Inject(REQUEST) private readonly context: ToolContext,
    private readonly where: Where,
  ) {}

  @Tool({ name: 'where', description: 'Says which module it is of.' })
  here() {
    return `${this.where.name} ${this.context.client.era}`;
  }
}

@Injectable()
class Invoices {
  @Tool({ name: 'find_invoice', description: 'Finds one.', input: Echo })
  async find({ text }: z.infer<typeof Echo>) {
    await new Promise((resolve) => setImmediate(resolve));
    return `invoice ${text}`;
  }
}

@Injectable()
class Refunds {
  @Tool({ name: 'refund', description: 'Pays back.' })
  refund() {
    return 'paid back';
  }
}

/** A module with these features; without a name they are the main server's. */
function moduleOf(name: string | undefined, features: Type[], options = {}): DynamicModule {
  @Module({})
  class Features {}
  return {
    module: Features,
    imports: name === undefined ? [] : [McpModule.forFeature({ server: name, ...options })],
    providers: [...features, { provide: Where, useValue: new Where(name ?? 'main') }],
  };
}

const SERVERS = [
  moduleOf(undefined, [Shared, PerRequest]),
  moduleOf('billing', [Shared, Invoices, PerRequest], {
    instructions: 'Invoices of customers.',
    serverInfo: { title: 'Billing' },
  }),
  // A second module adds to the same server.
  moduleOf('billing', [Refunds]),
  moduleOf('stats', []),
];

describe('several servers in one process', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => (mcp = await httpHost([], { MCP_SESSIONS: 'auto' }, SERVERS)));
  afterAll(() => mcp.harness.close());

  const call = async (server: string | undefined, name: string, input = {}) => {
    const reply = await mcp.modern('tools/call', { name, arguments: input }, { server });
    return reply.json();
  };
  const textOf = (answer: object) =>
    (answer as { result: { content: { text: string }[] } }).result.content[0]?.text;

  it('have a catalog each, and a class in two modules serves both', async () => {
    const namesAt = async (server?: string) => {
      const { result } = (await mcp.modern('tools/list', {}, { server })).json();
      return (result as { tools: { name: string }[] }).tools.map(({ name }) => name);
    };
    const shared = ['announce', 'confirm', 'count', 'where'];
    expect(await namesAt()).toEqual(shared);
    expect(await namesAt('billing')).toEqual([...shared, 'find_invoice', 'refund'].sort());
    expect(await call(undefined, 'find_invoice', { text: '7' })).toMatchObject({
      error: { code: -32602 },
    });
    expect(textOf(await call('billing', 'find_invoice', { text: '7' }))).toBe('invoice 7');
    // Each has an instance of its own, also of request scope.
    expect(textOf(await call(undefined, 'count'))).toBe('1');
    expect(textOf(await call('billing', 'count'))).toBe('1');
    expect(textOf(await call(undefined, 'where'))).toBe('main modern');
    expect(textOf(await call('billing', 'where'))).toBe('billing modern');
  });

  it('describe themselves', async () => {
    const discovered = async (server?: string) =>
      (await mcp.modern('server/discover', {}, { server })).json()['result'] as {
        instructions?: string;
        capabilities: object;
        _meta: object;
      };
    expect(await discovered('billing')).toMatchObject({
      instructions: 'Invoices of customers.',
      _meta: { [META.serverInfo]: { name: 'harness-billing', title: 'Billing', version: '0.0.0' } },
    });
    const main = await discovered();
    expect(main.instructions).toBeUndefined();
    expect(main._meta).toMatchObject({ [META.serverInfo]: { name: 'harness' } });
    const { capabilities } = await discovered('stats');
    expect(capabilities).not.toHaveProperty('tools');
  });

  it('do not know sessions of each other', async () => {
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const session = await mcp.open({}, { server: 'billing' });
    expect((await mcp.post(list, { headers: session, server: 'billing' })).status).toBe(200);
    expect((await mcp.post(list, { headers: session })).status).toBe(404);
    expect((await mcp.post(list, { headers: session, server: 'stats' })).status).toBe(404);
    expect((await mcp.delete({ headers: session })).status).toBe(404);
    expect((await mcp.get({ headers: { ...session, accept: 'text/event-stream' } })).status).toBe(
      404,
    );
    expect((await mcp.delete({ headers: session, server: 'billing' })).status).toBe(200);
  });

  it('answer interleaved clients from their own catalog', async () => {
    const asked = Array.from({ length: 60 }, (_, index) => ({
      text: String(index),
      server: [undefined, 'billing', 'stats'][index % 3],
    }));
    const answers = await Promise.all(
      asked.map(({ text, server }) => call(server, 'find_invoice', { text })),
    );
    answers.forEach((answer, index) => {
      const { text, server } = asked[index]!;
      if (server === 'billing') expect(textOf(answer)).toBe(`invoice ${text}`);
      else expect(answer).toHaveProperty('error');
    });
  });

  it.each(['modern', 'legacy'] as const)(
    'notify the %s clients of the one that changed alone',
    async (era) => {
      const follow = async (server: string | undefined) => {
        const stream =
          era === 'modern'
            ? await listen(server)
            : await standalone(await mcp.open({}, { server }), server);
        return notificationsOf(stream);
      };
      const [main, billing, stats] = await Promise.all([
        follow(undefined),
        follow('billing'),
        follow('stats'),
      ]);
      await call('billing', 'announce');
      await eventually(() => expect(billing.methods).toEqual(['notifications/tools/list_changed']));
      await call(undefined, 'announce');
      await eventually(() => expect(main.methods).toEqual(['notifications/tools/list_changed']));
      expect(billing.methods).toHaveLength(1);
      expect(stats.methods).toEqual([]);
      for (const followed of [main, billing, stats]) followed?.end();
    },
  );

  it('refuse what a client of another was given to carry', async () => {
    const meta = { [META.clientCapabilities]: { elicitation: { form: {} } } };
    const params = { name: 'confirm', arguments: {} };
    const asked = await mcp.modern('tools/call', params, { server: 'billing', meta });
    const { requestState } = asked.json()['result'] as { requestState: string };
    const answered = {
      ...params,
      requestState,
      inputResponses: { sure: { action: 'accept', content: { sure: true } } },
    };
    const elsewhere = await mcp.modern('tools/call', answered, { meta });
    expect(elsewhere.json()).toMatchObject({ error: { code: -32602 } });
    const here = await mcp.modern('tools/call', answered, { server: 'billing', meta });
    expect(textOf(here.json())).toBe('accept');
  });

  it('are there on a connection of messages as well', async () => {
    const client = await mcp.harness.connect('legacy', { server: 'billing' });
    expect(client.getInstructions()).toBe('Invoices of customers.');
    await expect(mcp.harness.connect('legacy', { server: 'shop' })).rejects.toThrow(
      'There is no server "shop". These are served: billing, stats.',
    );
  });

  async function listen(server: string | undefined): Promise<ReceivedReply> {
    const notifications = { toolsListChanged: true };
    return mcp.modern('subscriptions/listen', { notifications }, { server });
  }

  async function standalone(session: object, server: string | undefined) {
    return mcp.get({ headers: { ...session, accept: 'text/event-stream' }, server });
  }
});

/** The change notices that come over a stream. */
function notificationsOf(reply: ReceivedReply): { readonly methods: string[]; end(): void } {
  const methods: string[] = [];
  reply.stream?.on('data', (chunk: Buffer) => {
    for (const [method] of String(chunk).matchAll(/notifications\/\w+\/list_changed/g)) {
      methods.push(method);
    }
  });
  return { methods, end: () => reply.disconnect() };
}

describe('a server', () => {
  it.each(['Billing', 'protected', 'server-card', '', '1st', 'a/b', 'x'.repeat(33)])(
    'cannot be named "%s"',
    (server) => {
      expect(() => McpModule.forFeature({ server })).toThrow(/is no name of a server/);
    },
  );

  it('can be named by others', () => {
    expect(new NamedServer({ server: 'billing-2' }).name).toBe('billing-2');
  });

  it('is one in each module', async () => {
    const both = moduleOf('billing', [Invoices]);
    both.imports?.push(McpModule.forFeature({ server: 'stats' }));
    await expect(createHarness({ imports: [both] })).rejects.toThrow(
      'Features: it names the servers billing and stats. Name one in each module',
    );
  });

  it('is described once', async () => {
    const imports = ['a', 'b'].map((instructions) => moduleOf('billing', [], { instructions }));
    await expect(createHarness({ imports })).rejects.toThrow(
      'Two modules describe the server "billing"',
    );
  });
});
