import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { RevisionsResource } from './revisions.resource';

describe('platform://revisions/{era}', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ providers: [RevisionsResource] });
  });
  afterAll(() => harness.close());

  it('serves every era by one method', async () => {
    const client = await harness.connect('modern');
    const { contents } = await client.readResource({ uri: 'platform://revisions/modern' });
    const [content] = contents as { text: string }[];
    expect(JSON.parse(content?.text ?? '')).toMatchObject({ era: 'modern' });
  });

  it('is not found for another', async () => {
    const client = await harness.connect('legacy');
    const read = client.readResource({ uri: 'platform://revisions/ancient' });
    await expect(read).rejects.toThrow('platform://revisions/ancient');
  });

  it('suggests the eras', async () => {
    const client = await harness.connect('modern');
    const ref = { type: 'ref/resource' as const, uri: 'platform://revisions/{era}' };
    const { completion } = await client.complete({ ref, argument: { name: 'era', value: 'm' } });
    expect(completion.values).toEqual(['modern']);
  });
});
