import { Injectable, type Type } from '@nestjs/common';
import { App, Tool, UseApp, type AppOptions } from '../..';
import { createHarness, type Harness } from '../../testing';

const UI = 'io.modelcontextprotocol/ui';
const HTML = 'text/html;profile=mcp-app';
const VIEW = 'ui://reports/revenue';
const CSP = {
  connectDomains: ['https://api.example.com', 'wss://live.example.com:8443'],
  resourceDomains: ['https://*.example.com', 'http://localhost:3000'],
};

@Injectable()
class Reports {
  @App({
    name: 'revenue-view',
    description: 'Revenue as a chart.',
    uri: VIEW,
    csp: CSP,
    permissions: ['clipboardWrite'],
    prefersBorder: true,
  })
  view() {
    return '<!doctype html><title>Revenue</title>';
  }

  @UseApp(VIEW)
  @Tool({ name: 'revenue', description: 'Revenue of the year.', meta: { 'com.example/own': 1 } })
  revenue() {
    return 'EUR 12';
  }

  @Tool({ name: 'refresh', description: 'For the view alone.' })
  @UseApp(VIEW, { visibility: ['app'] })
  refresh() {
    return 'EUR 13';
  }
}

const HOST = { capabilities: { extensions: { [UI]: { mimeTypes: [HTML] } } } };

describe.each(['modern', 'legacy'] as const)('an app, %s', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ providers: [Reports] });
  });
  afterAll(() => harness.close());

  it('is offered', async () => {
    const client = await harness.connect(era);
    expect(client.getServerCapabilities()?.extensions).toEqual({ [UI]: {} });
  });

  it('is listed for a client that shows HTML', async () => {
    const client = await harness.connect(era, HOST);
    const { tools } = await client.listTools();
    expect(tools.map(({ name, _meta }) => [name, _meta])).toEqual([
      ['refresh', { ui: { resourceUri: VIEW, visibility: ['app'] } }],
      ['revenue', { 'com.example/own': 1, ui: { resourceUri: VIEW } }],
    ]);
    const { resources } = await client.listResources();
    expect(resources).toEqual([
      expect.objectContaining({
        uri: VIEW,
        mimeType: HTML,
        _meta: { ui: { csp: CSP, permissions: { clipboardWrite: {} }, prefersBorder: true } },
      }),
    ]);
    const { contents } = await client.readResource({ uri: VIEW });
    expect(contents[0]).toEqual({
      uri: VIEW,
      mimeType: HTML,
      text: expect.stringContaining('Revenue') as string,
      _meta: { ui: { csp: CSP, permissions: { clipboardWrite: {} }, prefersBorder: true } },
    });
  });

  it.each([
    ['nothing', {}],
    ['another kind of view', { extensions: { [UI]: { mimeTypes: ['text/uri-list'] } } }],
    ['no kind of view', { extensions: { [UI]: {} } }],
  ])('leaves no trace for a client that declares %s', async (_what, capabilities) => {
    const client = await harness.connect(era, { capabilities });
    const { tools } = await client.listTools();
    expect(tools.map(({ name, _meta }) => [name, _meta])).toEqual([
      ['revenue', { 'com.example/own': 1 }],
    ]);
    expect((await client.listResources()).resources).toEqual([]);
    const { content } = await client.callTool({ name: 'revenue' });
    expect(content).toEqual([{ type: 'text', text: 'EUR 12' }]);
  });
});

it('no app, no offer', async () => {
  const harness = await createHarness({});
  const client = await harness.connect('modern');
  expect(client.getServerCapabilities()?.extensions).toEqual({});
  await harness.close();
});

function withApp(options: Partial<AppOptions>): Type {
  class Views {
    @App({ name: 'view', description: 'A view.', uri: VIEW, ...options })
    view() {
      return '';
    }
  }
  return Views;
}

@Injectable()
class WithoutView {
  @UseApp('ui://reports/none')
  @Tool({ name: 'lost', description: 'Has no view.' })
  lost() {
    return '';
  }
}

describe('the start is stopped by', () => {
  it.each([
    '*',
    'https:',
    'https://*',
    'https://*.com',
    'https://a.*.com',
    'http://example.com',
    'https://example.com/path',
    "https://example.com; script-src 'unsafe-eval'",
    "'unsafe-eval'",
    'data:',
    'example.com',
    '',
  ])('the origin %j in a policy', async (origin) => {
    const app = withApp({ csp: { resourceDomains: [origin] } });
    await expect(createHarness({ providers: [app] })).rejects.toThrow(
      `Views.view: csp.resourceDomains has ${JSON.stringify(origin)}, which is no origin.`,
    );
  });

  it('a view elsewhere than at ui://', async () => {
    const app = withApp({ uri: 'https://example.com/view' });
    await expect(createHarness({ providers: [app] })).rejects.toThrow('does not begin with ui://');
  });

  it('a tool whose view nobody declares', async () => {
    await expect(createHarness({ providers: [WithoutView] })).rejects.toThrow(
      'WithoutView.lost: no method is the app "ui://reports/none"',
    );
  });
});
