import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { ProcessDataTool } from './process-data.tool';

describe.each(['modern', 'legacy'] as const)('process_data, called by a %s client', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ providers: [ProcessDataTool] });
  });
  afterAll(() => harness.close());

  async function process(data: unknown) {
    const client = await harness.connect(era);
    return client.callTool({ name: 'process_data', arguments: { data } });
  }

  it('answers with the text, and with its length as structured output', async () => {
    const result = await process('hello');
    expect(result.content).toEqual([{ type: 'text', text: 'Processed: hello' }]);
    expect(result.structuredContent).toEqual({ processed: 'Processed: hello', length: 5 });
  });

  it('takes 100,000 characters and no more', async () => {
    expect((await process('x'.repeat(100_000))).isError).toBeFalsy();
    expect((await process('x'.repeat(100_001))).isError).toBe(true);
  });

  it('tells the model what is wrong with its arguments', async () => {
    const result = await process(42);
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain('data');
  });
});
