import { apiClient } from './api-client';
import type { ApiOptions } from './api-connection';
import type { OpenApiDocument } from './document';
import { recordedApi, type RecordedApi } from './recorded-api.fixture';

const DOCUMENT: OpenApiDocument = {
  openapi: '3.0.3',
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' } } },
};

/** As openapi-typescript writes them. */
interface Paths {
  '/invoices/{id}': {
    get: {
      parameters: { path: { id: string }; query?: { full?: boolean } };
      responses: { 200: { content: { 'application/json': { ok: boolean } } } };
    };
    put: {
      parameters: { path: { id: string } };
      requestBody: { content: { 'application/json': { amount: number } } };
      responses: { 200: { content: { 'application/json': { ok: boolean } } } };
    };
  };
}

describe('the client of an HTTP API', () => {
  let api: RecordedApi;
  beforeEach(async () => {
    api = await recordedApi();
  });
  afterEach(() => api.close());

  const client = (options: ApiOptions = {}) =>
    apiClient<Paths>(DOCUMENT, { url: api.url, credential: 'secret', ...options });
  const get = (id: string, options?: ApiOptions) =>
    client(options).GET('/invoices/{id}', { params: { path: { id }, query: { full: true } } });

  it('calls operations by their types, with the credential where the document wants it', async () => {
    const { data } = await get('a/b c');
    // A field of the answer's type: the compiler checks it.
    expect(data?.ok).toBe(true);
    await client().PUT('/invoices/{id}', { params: { path: { id: '7' } }, body: { amount: 5 } });
    expect(api.seen).toMatchObject([
      { line: 'GET /v1/invoices/a%2Fb%20c?full=true&key=secret' },
      {
        line: 'PUT /v1/invoices/7?key=secret',
        headers: { 'content-type': 'application/json' },
        body: '{"amount":5}',
      },
    ]);
  });

  it.each(['..', '.', ''])('sends no part of a path that leads elsewhere: "%s"', async (id) => {
    await expect(get(id)).rejects.toThrow('no part of a path');
    expect(api.seen).toEqual([]);
  });

  it('follows no redirect: the credential goes to this API alone', async () => {
    api.respond = (_request, response) => {
      response.writeHead(302, { location: `${api.url}/elsewhere` }).end();
    };
    const { data, response } = await get('7');
    expect({ data, status: response.status }).toEqual({ data: undefined, status: 302 });
    expect(api.seen).toHaveLength(1);
  });

  it('reads no more of an answer than is allowed', async () => {
    api.respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(2_000)}"`);
    };
    await expect(get('7', { maxAnswerBytes: 1_000 })).rejects.toThrow('more than 1000 bytes');
  });

  it('says what the API refused', async () => {
    api.respond = (_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"none"}');
    };
    expect(await get('7')).toMatchObject({ error: { code: 'none' }, response: { status: 404 } });
  });

  it('ends with the call that needs it', async () => {
    const gone = new AbortController();
    api.respond = () => gone.abort();
    const { signal } = gone;
    const call = client().GET('/invoices/{id}', { params: { path: { id: '7' } }, signal });
    await expect(call).rejects.toThrow(/abort/);
  });
});
