import { createHarness } from '@repo/mcp-core/testing';
import type { OpenApiDocument } from './document';
import { OpenApiSource, type OpenApiOptions } from './openapi-source';
import { recordedApi, type RecordedApi } from './recorded-api.fixture';

const DOCUMENT: OpenApiDocument = {
  openapi: '3.0.3',
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [{ key: [] }],
  paths: {
    '/invoices': {
      get: {
        operationId: 'listInvoices',
        summary: 'Lists invoices',
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer' } },
          { name: 'status', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'Authorization', in: 'header', schema: { type: 'string' } },
          { name: 'X-Tenant', in: 'header', schema: { type: 'string' } },
        ],
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Invoice' } } },
        },
      },
    },
    '/invoices/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'get_invoice', security: [] },
    },
  },
  components: {
    schemas: {
      Invoice: {
        type: 'object',
        required: ['id', 'amount'],
        properties: {
          id: { type: 'string', readOnly: true },
          amount: { type: 'number', minimum: 0, exclusiveMinimum: true },
          note: { type: 'string', nullable: true, pattern: '(a+)+$' },
          corrects: { $ref: '#/components/schemas/Invoice' },
        },
      },
    },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};

describe('the tools of an HTTP API', () => {
  let api: RecordedApi;
  const closing: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    api = await recordedApi();
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await api.close();
  });

  async function connect(options: OpenApiOptions = {}) {
    class ApiTools extends OpenApiSource {}
    const tools = new ApiTools(DOCUMENT, { url: api.url, credential: 'secret', ...options });
    const harness = await createHarness({ providers: [{ provide: ApiTools, useValue: tools }] });
    closing.push(() => harness.close());
    const client = await harness.connect('modern');
    return {
      tools: async () => (await client.listTools()).tools,
      call: async (name: string, args: Record<string, unknown> = {}) => {
        const { content, isError } = await client.callTool({ name, arguments: args });
        const [block] = content as { text?: string }[];
        return { text: block?.text ?? '', isError: isError === true };
      },
    };
  }

  it('are named, described and hinted by the document', async () => {
    const { tools } = await connect({ prefix: 'billing_' });
    expect(await tools()).toMatchObject([
      { name: 'billing_get_invoice', description: 'Calls GET /invoices/{id}' },
      {
        name: 'billing_list_invoices',
        description: 'Lists invoices',
        annotations: { readOnlyHint: true },
      },
      { name: 'billing_post_invoices', annotations: { readOnlyHint: false } },
    ]);
  });

  it('send arguments to their places, and the credential where one is asked for', async () => {
    const { call } = await connect();
    await call('list_invoices', { page: 2, status: ['open', 'a&b'], 'X-Tenant': 'acct' });
    await call('get_invoice', { id: 'a/b c' });
    await call('post_invoices', { body: { amount: 5, note: null, corrects: { amount: 1 } } });
    expect(api.seen.map(({ line }) => line)).toEqual([
      'GET /v1/invoices?page=2&status=open&status=a%26b',
      'GET /v1/invoices/a%2Fb%20c',
      'POST /v1/invoices',
    ]);
    const [list, get, post] = api.seen;
    expect(list?.headers).toMatchObject({ 'x-tenant': 'acct', 'x-key': 'secret' });
    expect(get?.headers).not.toHaveProperty('x-key');
    expect(post).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"amount":5,"note":null,"corrects":{"amount":1}}',
    });
  });

  it.each([
    ['a field that the API alone sets', 'post_invoices', { body: { id: '7', amount: 0 } }],
    ['an argument that it does not know', 'get_invoice', { id: '7', Authorization: 'Bearer x' }],
    ['the header with the credential', 'list_invoices', { Authorization: 'Bearer x' }],
    ['a part of the path that leads up', 'get_invoice', { id: '..' }],
    ['no part of the path', 'get_invoice', { id: '' }],
    ['a header with a line break', 'list_invoices', { 'X-Tenant': 'a\r\nX-Key: b' }],
  ])('do not send %s', async (_what, name, args) => {
    const { call } = await connect();
    expect(await call(name, args)).toMatchObject({ isError: true });
    expect(api.seen).toEqual([]);
  });

  it('keep no pattern of the document, which a model could make run for minutes', async () => {
    const { call } = await connect();
    await call('post_invoices', { body: { amount: 1, note: `${'a'.repeat(50_000)}!` } });
    expect(api.seen).toHaveLength(1);
  });

  it('follow no redirect: the credential goes to this API alone', async () => {
    api.respond = (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    };
    const { call } = await connect();
    expect(await call('list_invoices')).toEqual({
      isError: true,
      text: 'The API leads elsewhere (302), where nothing is sent.',
    });
  });

  it.each([
    [400, {}, 'no such\nstatus', 'The API refused this (400). It said: no such status'],
    [401, {}, '', 'The API does not let this server in (401).'],
    [429, { 'retry-after': '30' }, '', 'The API is busy (429). Try again after 30 s.'],
    [500, {}, '', 'The API failed (500). Trying again may help.'],
  ])('tell the model what an answer of %i means', async (status, headers, body, text) => {
    api.respond = (_request, response) => {
      response.writeHead(status, headers).end(body);
    };
    const { call } = await connect();
    expect(await call('list_invoices')).toEqual({ isError: true, text });
  });

  it('read no more of an answer than is allowed', async () => {
    let isCut = false;
    const ended = new Promise<void>((resolve) => {
      api.respond = (request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        const write = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
        };
        response.on('drain', write);
        request.socket.on('close', () => resolve(void (isCut = true)));
        write();
      };
    });
    const { call } = await connect({ maxAnswerBytes: 1_000 });
    expect(await call('list_invoices')).toEqual({
      isError: true,
      text: 'The answer has more than 1000 bytes. Ask for less of it.',
    });
    await ended;
    expect(isCut).toBe(true);
  });

  it.each([
    ['image/png', 'x', /image\/png, which is no text/],
    ['application/json', '{"a":', /said that it answers with JSON, and did not/],
  ])('refuse what is no text: %s', async (type, body, message) => {
    api.respond = (_request, response) => {
      response.setHeader('content-type', type).end(body);
    };
    const { call } = await connect();
    expect(await call('list_invoices')).toMatchObject({
      isError: true,
      text: expect.stringMatching(message),
    });
  });

  it('say how to get the next page', async () => {
    api.respond = (_request, response) => {
      const link = '<https://a/?page=1>; rel="prev", </v1/invoices?page=3&other=1>; rel="next"';
      response.writeHead(200, { 'content-type': 'application/json', link }).end('[1]');
    };
    const { call } = await connect();
    expect(JSON.parse((await call('list_invoices', { page: 2 })).text)).toEqual({
      value: [1],
      next: { page: 3 },
    });
  });

  it('say that the API is away', async () => {
    const { call } = await connect({ url: 'http://127.0.0.1:1/' });
    expect(await call('list_invoices')).toMatchObject({
      isError: true,
      text: expect.stringContaining('cannot be reached'),
    });
  });

  it.each([
    [{ ...DOCUMENT, openapi: '2.0' }, /2\.0 is not read/],
    [{ ...DOCUMENT, servers: [{ url: '/v1' }] }, /names no whole address/],
    [{ ...DOCUMENT, components: {} }, /names no schema/],
  ])('cannot be made of every document', (document, message) => {
    class ApiTools extends OpenApiSource {}
    expect(() => new ApiTools(document)).toThrow(message);
  });
});
