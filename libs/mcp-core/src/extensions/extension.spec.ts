import { Injectable, type Provider } from '@nestjs/common';
import { z } from 'zod';
import {
  Extension,
  extendFeature,
  extensionMethod,
  Tool,
  type Call,
  type ExtensionSubscription,
} from '..';
import { createHarness, httpHost, META } from '../testing';

const ECHO = 'com.example/echo';
const DECLARED = { [META.clientCapabilities]: { extensions: { [ECHO]: { loud: true } } } };

const Echoed = (mark: unknown) => extendFeature(ECHO, mark);

@Injectable()
class EchoExtension extends Extension {
  readonly id = ECHO;
  override readonly notifications = ['notifications/echo/heard'];
  readonly left: string[] = [];

  settings() {
    return { maxLength: 5 };
  }

  override methods() {
    return [
      extensionMethod({
        name: 'echo/say',
        params: z.object({ text: z.string().max(5) }),
        handle: ({ text }, { declared }) => ({ text, declared }),
      }),
      extensionMethod({
        name: 'echo/hear',
        params: z.object({ room: z.string() }),
        namedBy: 'room',
        needsDeclaration: true,
        handle: ({ room }, context) => {
          context.notify('notifications/echo/heard', { room });
          return { by: context.auth?.clientId };
        },
      }),
      extensionMethod({
        name: 'echo/faulty',
        handle: (_params, context) => {
          context.notify('notifications/tools/list_changed', {});
          return {};
        },
      }),
    ];
  }

  override subscription(): ExtensionSubscription<string> {
    return {
      key: 'echoRoom',
      read: (value) => String(value).slice(0, 5),
      open: async (room, context) => ({
        acknowledged: room === 'none' ? undefined : room,
        start: () => {
          context.notify('notifications/echo/heard', { room });
          return () => this.left.push(room);
        },
      }),
    };
  }

  override describe(_feature: unknown, mark: unknown) {
    return { meta: { [ECHO]: mark }, only: mark === 'only' };
  }

  override async answer({ feature, input }: Call) {
    const mark = feature.extras?.get(ECHO)?.mark;
    return mark === 'answered' ? { resultType: 'echo', input } : undefined;
  }
}

@Injectable()
class Tools {
  @Tool({ name: 'plain', description: 'Is not marked.', meta: { own: 1 } })
  plain() {
    return 'plain';
  }

  @Echoed('answered')
  @Tool({ name: 'answered', description: 'Is answered by the extension.', meta: { own: 1 } })
  answered() {
    return 'by the method';
  }

  @Tool({ name: 'only', description: 'For clients of the extension.' })
  @Echoed('only')
  only() {
    return 'only';
  }
}

@Injectable()
class MarkAlone extends Tools {
  @Echoed('alone')
  helper() {
    return 'no feature';
  }
}

interface Listed {
  tools: { name: string; _meta?: object }[];
  cacheScope: string;
}

describe('an extension', () => {
  let host: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    host = await httpHost([Tools, EchoExtension]);
  });
  afterAll(() => host.harness.close());

  const ask = async (method: string, params: object = {}, options: object = {}) => {
    const reply = await host.modern(method, params as Record<string, unknown>, options);
    return reply.json() as { result: Record<string, unknown>; error: Record<string, unknown> };
  };
  const listed = async (meta: object = {}) =>
    (await ask('tools/list', {}, { meta })).result as unknown as Listed;

  it.each(['modern', 'legacy'] as const)('is advertised: %s', async (era) => {
    const client = await host.harness.connect(era);
    expect(client.getServerCapabilities()?.extensions).toEqual({ [ECHO]: { maxLength: 5 } });
  });

  it.each(['modern', 'legacy'] as const)('serves its methods: %s', async (era) => {
    const client = await host.harness.connect(era, {
      capabilities: { extensions: { [ECHO]: { loud: true } } },
    });
    const result = await client.request(
      { method: 'echo/say', params: { text: 'hello' } } as never,
      z.looseObject({}) as never,
    );
    expect(result).toMatchObject({ text: 'hello', declared: { loud: true } });
  });

  it('refuses params that its schema does not allow', async () => {
    const { error } = await ask('echo/say', { text: 'too long' });
    expect(error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('text') as string,
    });
  });

  it('can demand that the client declares it', async () => {
    const headers = { 'mcp-name': 'hall' };
    const refused = await host.modern('echo/hear', { room: 'hall' }, { headers });
    expect(refused.status).toBe(400);
    expect(refused.json()).toMatchObject({
      error: { code: -32021, data: { requiredCapabilities: { extensions: { [ECHO]: {} } } } },
    });
  });

  it('sends its notifications, and knows the caller', async () => {
    const auth = { token: 't', clientId: 'anna', scopes: [] };
    const reply = await host.modern(
      'echo/hear',
      { room: 'hall' },
      { auth, meta: DECLARED, headers: { 'mcp-name': 'hall' } },
    );
    const [notified, answered] = await reply.events();
    expect(notified?.data).toMatchObject({
      method: 'notifications/echo/heard',
      params: { room: 'hall' },
    });
    expect(answered?.data).toMatchObject({ result: { by: 'anna' } });
  });

  it('sends no notification that it does not name', async () => {
    const onFault = jest.fn();
    const harness = await createHarness({ providers: [EchoExtension], onFault });
    const client = await harness.connect('modern');
    const asked = client.request({ method: 'echo/faulty' } as never, z.looseObject({}) as never);
    await expect(asked).rejects.toMatchObject({ code: -32603 });
    const [fault] = onFault.mock.calls[0] as [Error];
    expect(String(fault.cause)).toContain('does not name notifications/tools/list_changed');
    await harness.close();
  });

  it('has the param checked that the header repeats', async () => {
    const options = { meta: DECLARED, headers: { 'mcp-name': 'cellar' } };
    const reply = await host.modern('echo/hear', { room: 'hall' }, options);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { code: -32020 } });
  });

  it('adds to what can be subscribed to, and hears when that ends', async () => {
    const reply = await host.modern(
      'subscriptions/listen',
      { notifications: { echoRoom: 'hallway', other: 1 } },
      { meta: DECLARED, headers: { accept: 'text/event-stream' } },
    );
    host.host.beforeApplicationShutdown();
    const _meta = { [META.subscriptionId]: 1 };
    expect((await reply.events()).map(({ data }) => data)).toMatchObject([
      { params: { notifications: { echoRoom: 'hallw' }, _meta } },
      { method: 'notifications/echo/heard', params: { room: 'hallw', _meta } },
      { id: 1, result: {} },
    ]);
    expect(host.harness.get(EchoExtension).left).toEqual(['hallw']);
  });

  it('has no subscriptions for clients that do not declare it', async () => {
    const reply = await host.modern(
      'subscriptions/listen',
      { notifications: { echoRoom: 'hall' } },
      { headers: { accept: 'text/event-stream' } },
    );
    expect(reply.json()).toMatchObject({ error: { code: -32021 } });
  });

  it('adds to list entries for clients that declare it', async () => {
    const { tools, cacheScope } = await listed(DECLARED);
    expect(tools.map(({ name, _meta }) => [name, _meta])).toEqual([
      ['answered', { own: 1, [ECHO]: 'answered' }],
      ['only', { [ECHO]: 'only' }],
      ['plain', { own: 1 }],
    ]);
    expect(cacheScope).toBe('private');
  });

  it('leaves no trace in the lists of other clients', async () => {
    const { tools } = await listed();
    expect(tools.map(({ name, _meta }) => [name, _meta])).toEqual([
      ['answered', { own: 1 }],
      ['plain', { own: 1 }],
    ]);
  });

  it('answers a call of a marked feature, for a client that declares it', async () => {
    const call = { name: 'answered', arguments: {} };
    const { result } = await ask('tools/call', call, { meta: DECLARED });
    expect(result).toMatchObject({ resultType: 'echo', input: {} });
    expect((await ask('tools/call', call)).result).toMatchObject({
      resultType: 'complete',
      content: [{ text: 'by the method' }],
    });
    const other = await ask('tools/call', { name: 'only', arguments: {} }, { meta: DECLARED });
    expect(other.result).toMatchObject({ content: [{ text: 'only' }] });
  });
});

describe('without extensions', () => {
  it('none is advertised, and lists are public', async () => {
    const host = await httpHost([]);
    const { result } = (await host.modern('server/discover')).json() as {
      result: { capabilities: object };
    };
    expect(result.capabilities).toMatchObject({ extensions: {} });
    const client = await host.harness.connect('legacy');
    expect(client.getServerCapabilities()).not.toHaveProperty('extensions');
    await host.harness.close();
  });
});

function bare(id: string, names: string[] = [], notifications: string[] = []): Provider {
  class Bare extends Extension {
    readonly id = id;
    override readonly notifications = notifications;
    settings() {
      return {};
    }
    override methods() {
      return names.map((name) => ({ name, handle: () => ({}) }));
    }
  }
  return { provide: Bare, useValue: new Bare() };
}

describe('the start is stopped by', () => {
  it.each<[string, string, Provider[]]>([
    [
      'two of one id',
      'a second extension com.example/a',
      [bare('com.example/a'), bare('com.example/a')],
    ],
    ['an id without a domain', '"a" is no id', [bare('a')]],
    [
      'a method of the protocol',
      'tools/call: it is a method of the protocol',
      [bare('com.example/a', ['tools/call'])],
    ],
    [
      'a method of two',
      'a/b: it is a method of Bare too',
      [bare('com.example/a', ['a/b']), bare('com.example/b', ['a/b'])],
    ],
    [
      'a notification of the protocol',
      'no notification of an extension',
      [bare('com.example/a', [], ['notifications/message'])],
    ],
    [
      'a mark of an extension that nobody provides',
      'Tools.answered: it is marked for the extension com.example/echo',
      [Tools],
    ],
    [
      'a mark where there is no feature',
      'MarkAlone.helper: it is marked for the extension com.example/echo, and declares no',
      [MarkAlone, EchoExtension],
    ],
  ])('%s', async (_what, message, providers) => {
    await expect(createHarness({ providers })).rejects.toThrow(message);
  });
});
