import { createHarness } from '@repo/mcp-core/testing';
import { McpFeaturesModule } from './mcp-features.module';

describe('the module of all features', () => {
  it('offers each of them', async () => {
    const harness = await createHarness({
      imports: [McpFeaturesModule.forRoot({ version: '1.2.3' })],
    });
    const client = await harness.connect('modern');
    const names = (features: { name: string }[]) => features.map(({ name }) => name);

    expect(names((await client.listTools()).tools)).toEqual(['process_data']);
    expect(names((await client.listResources()).resources)).toEqual(['platform-info']);
    expect(names((await client.listResourceTemplates()).resourceTemplates)).toEqual([
      'platform-revisions',
    ]);
    expect(names((await client.listPrompts()).prompts)).toEqual(['summarize']);
    await harness.close();
  });
});
