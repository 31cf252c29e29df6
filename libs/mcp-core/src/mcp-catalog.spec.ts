import { Injectable, Logger, Module } from '@nestjs/common';
import { eventually } from '@repo/foundation/testing';
import { z } from 'zod';
import {
  defineCompletion,
  definePrompt,
  defineResource,
  defineTool,
  FeatureSource,
  McpCatalog,
  McpModule,
  Tool,
  type ProvidedFeature,
} from '.';
import { createHarness, httpHost } from './testing';

@Injectable()
class Fixed {
  @Tool({ name: 'fixed', description: 'Is always there.' })
  fixed() {
    return 'fixed';
  }
}

@Injectable()
class Reports extends FeatureSource {
  now: () => readonly ProvidedFeature[] | Promise<readonly ProvidedFeature[]> = () => [];
  asked = 0;

  features() {
    this.asked += 1;
    return this.now();
  }
}

@Module({ imports: [McpModule.forFeature({ server: 'reports' })], providers: [Reports] })
class ReportsModule {}

const tool = (name: string, text = name) => defineTool({ name, description: text }, () => text);

describe('features that change while the server runs', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  let reports: Reports;
  beforeEach(async () => {
    mcp = await httpHost([Fixed, Reports], { MCP_SESSIONS: 'auto' });
    reports = mcp.harness.get(Reports);
  });
  afterEach(() => mcp.harness.close());

  const refresh = (...features: ProvidedFeature[]) => {
    reports.now = () => features;
    return mcp.harness.get(McpCatalog).refresh();
  };
  const result = async <T>(method: string, params = {}, server?: string) =>
    (await mcp.modern(method, params, { server })).json()['result'] as T;
  const names = async (server?: string) => {
    const { tools } = await result<{ tools: { name: string }[] }>('tools/list', {}, server);
    return tools.map(({ name }) => name);
  };
  const call = async (name: string, input = {}) =>
    (await mcp.modern('tools/call', { name, arguments: input })).json();
  const said = (text: string) => ({ result: { content: [{ text }] } });

  it('are added, replaced and removed', async () => {
    expect(await names()).toEqual(['fixed']);
    await refresh(tool('a'), tool('b'));
    expect(await names()).toEqual(['a', 'b', 'fixed']);
    expect(await call('a')).toMatchObject(said('a'));
    await refresh(tool('a', 'another'));
    expect(await names()).toEqual(['a', 'fixed']);
    expect(await call('a')).toMatchObject(said('another'));
    expect(await call('b')).toMatchObject({ error: { code: -32602 } });
  });

  it('are checked and typed as those of decorators, of every kind', async () => {
    const arguments_ = z.object({ code: z.string() });
    await refresh(
      defineTool(
        { name: 'double', description: 'Doubles.', input: z.object({ n: z.number() }) },
        ({ n }) => String(2 * n),
      ),
      defineResource(
        { name: 'page', uriTemplate: 'page://{id}', description: 'A page.' },
        ({ id }: { id: string }) => `page ${id}`,
      ),
      definePrompt(
        { name: 'review', description: 'Reviews.', arguments: arguments_ },
        ({ code }) => `Review ${code}`,
      ),
      defineCompletion({ prompt: 'review', argument: 'code' }, (typed) => [`${typed}!`]),
    );
    expect(await call('double', { n: 4 })).toMatchObject(said('8'));
    expect(await call('double', { n: 'x' })).toMatchObject({ result: { isError: true } });
    expect(await result('resources/read', { uri: 'page://7' })).toMatchObject({
      contents: [{ text: 'page 7' }],
    });
    expect(await result('prompts/get', { name: 'review', arguments: { code: 'x' } })).toMatchObject(
      { messages: [{ content: { text: 'Review x' } }] },
    );
    const ref = { type: 'ref/prompt', name: 'review' };
    const completed = { ref, argument: { name: 'code', value: 'go' } };
    expect(await result('completion/complete', completed)).toMatchObject({
      completion: { values: ['go!'] },
    });
  });

  it('do not change a call in flight', async () => {
    let end: (text: string) => void = () => undefined;
    const held = new Promise<string>((resolve) => (end = resolve));
    await refresh(defineTool({ name: 'a', description: 'Waits.' }, () => held));
    const waiting = call('a');
    await refresh(tool('b'));
    expect(await call('a')).toHaveProperty('error');
    end('as it began');
    expect(await waiting).toMatchObject(said('as it began'));
  });

  it.each(['modern', 'legacy'] as const)('notify %s clients of what changed', async (era) => {
    const reply =
      era === 'modern'
        ? await mcp.modern('subscriptions/listen', {
            notifications: { toolsListChanged: true, promptsListChanged: true },
          })
        : await mcp.get({ headers: { ...(await mcp.open()), accept: 'text/event-stream' } });
    let text = '';
    reply.stream?.on('data', (chunk: Buffer) => (text += String(chunk)));
    await refresh(tool('a'));
    await eventually(() => expect(text).toContain('notifications/tools/list_changed'));
    await refresh(tool('a'));
    await refresh(
      definePrompt({ name: 'p', description: 'A prompt.' }, () => 'p'),
      tool('a'),
    );
    await eventually(() => expect(text).toContain('notifications/prompts/list_changed'));
    expect(text.split('notifications/tools/list_changed')).toHaveLength(2);
    reply.disconnect();
  });

  it('may be none, and are served as soon as there are some', async () => {
    const { capabilities } = await result<{ capabilities: object }>('server/discover');
    expect(capabilities).toMatchObject({ tools: {}, resources: {}, prompts: {} });
    expect(await result('prompts/list')).toMatchObject({ prompts: [] });
  });

  it('are asked for once more, however often that is wanted meanwhile', async () => {
    const before = reports.asked;
    await Promise.all(Array.from({ length: 50 }, () => refresh(tool('a'))));
    expect(reports.asked - before).toBeLessThanOrEqual(2);
    expect(await names()).toContain('a');
  });

  describe('when something is wrong with them', () => {
    beforeEach(() => void jest.spyOn(Logger.prototype, 'error').mockImplementation());
    afterEach(() => jest.restoreAllMocks());

    it.each([
      ['a feature without a description', [tool('a', '')], /the tool "a" has no description/],
      ['a name that is taken', [tool('fixed')], /a second tool "fixed". The first one is Fixed/],
      [
        'more of them than allowed',
        Array.from({ length: 10_001 }, () => tool('x')),
        /Reports: 10001 features are more than the 10000/,
      ],
    ])('stay as they were: %s', async (_what, features, message) => {
      await refresh(tool('good'));
      await expect(refresh(...features)).rejects.toThrow(message);
      expect(await names()).toEqual(['fixed', 'good']);
    });

    it('stay as they were while their source fails, and follow when it is well again', async () => {
      await refresh(tool('good'));
      let fails = true;
      reports.now = () => {
        if (fails) throw new Error('the store is away');
        return [tool('better')];
      };
      await expect(mcp.harness.get(McpCatalog).refresh()).rejects.toThrow('the store is away');
      expect(await names()).toEqual(['fixed', 'good']);
      fails = false;
      await eventually(async () => expect(await names()).toEqual(['better', 'fixed']));
    });
  });
});

describe('a source of features', () => {
  it('belongs to the server that its module names', async () => {
    const mcp = await httpHost([Fixed], {}, [ReportsModule]);
    mcp.harness.get(Reports).now = async () => [tool('a')];
    await mcp.harness.get(McpCatalog).refresh();
    const of = async (server?: string) =>
      JSON.stringify((await mcp.modern('tools/list', {}, { server })).json());
    expect(await of('reports')).toContain('"name":"a"');
    expect(await of()).not.toContain('"name":"a"');
    await mcp.harness.close();
  });

  it('stops the start where a feature is wrong', async () => {
    class Wrong extends FeatureSource {
      features() {
        return [tool('no name')];
      }
    }
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    await expect(createHarness({ providers: [Wrong] })).rejects.toThrow(/is no tool name/);
    jest.restoreAllMocks();
  });
});
