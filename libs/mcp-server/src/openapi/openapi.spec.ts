import { TestApi } from '../testing/api.fixture';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly description?: string }[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Record<string, { readonly content?: Record<string, { schema?: object }> }>;
}

describe('the OpenAPI document', () => {
  let api: TestApi;
  let operations: Record<string, Operation>;
  beforeAll(async () => {
    api = await TestApi.start();
    const { paths } = (await (await api.fetch('/openapi.json')).json()) as {
      paths: Record<string, Record<string, Operation>>;
    };
    operations = Object.fromEntries(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation]),
      ),
    );
  });
  afterAll(() => api.stop());

  it('has every route of the admin API, with what it needs, takes and answers', () => {
    expect(Object.keys(operations)).toHaveLength(41);
    for (const [route, operation] of Object.entries(operations)) {
      expect([route, operation.summary]).toEqual([route, expect.stringMatching(/\w/)]);
      expect(operation.description).toMatch(/Needs the scope `[\w:]+`\.$/);
      expect(operation.tags).toHaveLength(1);
      expect(operation.security).toEqual([{ bearer: [] }]);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403']));
      const [success] = Object.entries(operation.responses).filter(([code]) => code < '300');
      const schema = success?.[1].content?.['application/json']?.schema;
      expect([route, schema]).toEqual([
        route,
        success?.[0] === '204' ? undefined : expect.objectContaining({ type: 'object' }),
      ]);
    }
  });

  it('has names of its own for the operations', () => {
    const names = Object.values(operations).map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['audit.read', 'clients.create', 'scaling.wake']));
  });

  it('describes parameters and bodies by the schemas that they are parsed with', () => {
    const from = operations['get /admin/audit']?.parameters.find(({ name }) => name === 'from');
    expect(from?.description).toBe('Calls that came at this time or later.');
    expect(operations['post /admin/clients']).toMatchObject({
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { required: ['name', 'scopes'], additionalProperties: false },
          },
        },
      },
    });
    expect(operations['post /admin/scaling/pause']?.requestBody?.required).not.toBe(true);
    expect(operations['put /admin/scaling/process']).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { required: ['workers'] } } } },
    });
  });
});
