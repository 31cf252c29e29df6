import { Injectable, Logger } from '@nestjs/common';
import type { AuthInfo } from '@modelcontextprotocol/server';
import {
  Completion,
  defineTool,
  FeatureSource,
  FeatureVisibility,
  McpCatalog,
  Resource,
  ResourceList,
  type Feature,
  type ListedResource,
  type ResourceListContext,
  type ResourceListRequest,
} from '..';
import { createHarness, httpHost } from '../testing';
import { writePosition } from './resource-position';

const note = (name: string): ListedResource => ({ uri: `note://${name}`, name });

@Injectable()
class Notes {
  static listed: (context: ResourceListContext) => ListedResource[] | Promise<ListedResource[]>;
  static asked: ResourceListRequest[] = [];

  @Resource({ name: 'about', uri: 'about://this', description: 'What this is.' })
  about() {
    return 'notes';
  }

  @Resource({ name: 'help', uri: 'help://this', description: 'Help.' })
  help() {
    return 'help';
  }

  @Resource({
    name: 'note',
    uriTemplate: 'note://{id}',
    description: 'A note.',
    mimeType: 'text/markdown',
  })
  note({ id }: { id: string }) {
    return id;
  }

  @ResourceList({ resource: 'note://{id}' })
  notes(_request: ResourceListRequest, context: ResourceListContext) {
    return Notes.listed(context);
  }

  @Completion({ resource: 'note://{id}', argument: 'id' })
  ids() {
    return ['1'];
  }

  @Resource({ name: 'row', uriTemplate: 'row://{id}', description: 'A row.', scopes: ['rows'] })
  row({ id }: { id: string }) {
    return id;
  }

  /** As many as a cursor of its own says. */
  @ResourceList({ resource: 'row://{id}' })
  async rows(request: ResourceListRequest) {
    Notes.asked.push(request);
    const start = Number(request.cursor ?? 0);
    const end = Math.min(start + request.limit, 5);
    const ids = Array.from({ length: end - start }, (_, index) => start + index);
    return {
      resources: ids.map((id) => ({ uri: `row://${id}`, name: `row ${id}` })),
      nextCursor: end < 5 ? String(end) : undefined,
    };
  }
}

@Injectable()
class ByScope extends FeatureVisibility {
  of({ scopes }: Feature, auth: AuthInfo | undefined) {
    return scopes.every((scope) => auth?.scopes.includes(scope)) ? 'listed' : 'unlisted';
  }
}

class NoTools extends FeatureSource {
  features() {
    return [defineTool({ name: 'later', description: 'Later.' }, () => 'x')];
  }
}

interface Page {
  resources: { uri: string; mimeType?: string }[];
  nextCursor?: string;
  cacheScope?: string;
  ttlMs?: number;
}

describe('the resources of a template, for each caller', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    const limits = { LIST_PAGE_SIZE: '3', TOOL_TIMEOUT: '50ms', MAX_RESULT_BYTES: '4KiB' };
    mcp = await httpHost([Notes, NoTools, ByScope], limits);
  });
  afterAll(() => mcp.harness.close());
  beforeEach(() => {
    Notes.asked = [];
    Notes.listed = ({ auth }) => [note(`of-${auth?.clientId ?? 'nobody'}`)];
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  const ask = async (params: Record<string, unknown> = {}, auth?: AuthInfo) =>
    (await mcp.modern('resources/list', params, { auth })).json();
  const page = async (cursor?: string, auth?: AuthInfo) =>
    (await ask(cursor === undefined ? {} : { cursor }, auth))['result'] as Page;
  const all = async (auth?: AuthInfo) => {
    const pages = [await page(undefined, auth)];
    for (let cursor = pages[0]?.nextCursor; cursor !== undefined;) {
      pages.push(await page(cursor, auth));
      cursor = pages.at(-1)?.nextCursor;
    }
    return pages.map(({ resources }) => resources.map(({ uri }) => uri));
  };
  const who = (clientId: string, ...scopes: string[]) => ({ token: '', clientId, scopes });

  it('follow the fixed ones, and are what this caller may read', async () => {
    expect((await all()).flat()).toEqual(['about://this', 'help://this', 'note://of-nobody']);
    const callers = Array.from({ length: 20 }, (_, index) => who(`c${index}`));
    const pages = await Promise.all(callers.map((auth) => page(undefined, auth)));
    pages.forEach(({ resources }, index) => {
      expect(resources.at(-1)).toMatchObject({
        uri: `note://of-c${index}`,
        mimeType: 'text/markdown',
      });
    });
  });

  it('are for nobody else to keep', async () => {
    expect(await page()).toMatchObject({ cacheScope: 'private', ttlMs: 0 });
  });

  it('come in pages of the host, or of their list', async () => {
    Notes.listed = () => ['1', '2', '3', '4'].map(note);
    const rows = [0, 1, 2, 3, 4].map((id) => `row://${id}`);
    const pages = await all(who('ann', 'rows'));
    expect(pages.flat()).toEqual([
      'about://this',
      'help://this',
      ...['1', '2', '3', '4'].map((id) => `note://${id}`),
      ...rows,
    ]);
    for (const uris of pages) expect(uris.length).toBeLessThanOrEqual(3);
    expect(Notes.asked.map(({ cursor }) => cursor)).toEqual([undefined, '3']);
  });

  it('are not asked for by whom the template is not shown to', async () => {
    Notes.listed = () => [];
    await all();
    await page(writePosition({ list: 2 }));
    expect(Notes.asked).toEqual([]);
  });

  it.each([7, '', 'x', 'x'.repeat(5_000), writePosition({ list: 3 }), writePosition({ list: -1 })])(
    'begin at no cursor like %s',
    async (cursor) => expect(await ask({ cursor })).toMatchObject({ error: { code: -32602 } }),
  );

  it('have the time of a call, and its signal', async () => {
    let signal: AbortSignal | undefined;
    Notes.listed = (context) => {
      signal = context.signal;
      return new Promise(() => undefined);
    };
    expect(await ask()).toMatchObject({
      error: { message: expect.stringMatching(/50 ms|0.05 s/) },
    });
    expect(signal?.aborted).toBe(true);
  });

  it.each<[string, () => ListedResource[]]>([
    ['that the template does not read', () => [{ uri: 'row://1', name: 'x' }]],
    ['without a name', () => [{ uri: 'note://1' } as ListedResource]],
    ['more than a result may hold', () => [{ ...note('1'), description: 'x'.repeat(5_000) }]],
  ])('are refused, %s', async (_what, listed) => {
    Notes.listed = listed;
    expect(await ask()).toHaveProperty('error');
  });

  it('are there still when other features have changed', async () => {
    await mcp.harness.get(McpCatalog).refresh();
    expect((await page()).resources).toHaveLength(3);
  });
});

it('a list of no template stops the start', async () => {
  class Wrong {
    @ResourceList({ resource: 'note://{other}' })
    notes() {
      return [];
    }
  }
  await expect(createHarness({ providers: [Wrong] })).rejects.toThrow(
    'Wrong.notes: there is no resource template "note://{other}"',
  );
});
