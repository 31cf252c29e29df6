import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHarness } from '@repo/mcp-core/testing';
import type { OpenApiDocument } from './document';
import { OpenApiSource } from './openapi-source';
import { sampleArguments, startFakeApi } from './testing';

const FOLDER = join(__dirname, '../documents');
const documents = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const document = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as OpenApiDocument;
    return [file, document] as const;
  });

describe.each(documents)('the tools of %s', (_file, document) => {
  it.each(['modern', 'legacy'] as const)('reach each operation, for a %s client', async (era) => {
    const api = await startFakeApi(document);
    class ApiTools extends OpenApiSource {}
    const tools = new ApiTools(document, { url: api.url, credential: 'user:password' });
    const harness = await createHarness({ providers: [{ provide: ApiTools, useValue: tools }] });
    const client = await harness.connect(era);
    for (const { name, description, inputSchema } of (await client.listTools()).tools) {
      expect(name).toMatch(/^[a-z0-9_]{1,64}$/);
      expect(description?.length).toBeLessThanOrEqual(400);
      const result = await client.callTool({ name, arguments: sampleArguments(inputSchema) });
      expect({ name, refused: result.isError ? result.content : [] }).toEqual({
        name,
        refused: [],
      });
    }
    expect([...api.calls].sort()).toEqual([...api.operations].sort());
    await harness.close();
    await api.close();
  });
});
