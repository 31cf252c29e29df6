import { createHarness } from '@repo/mcp-core/testing';
import { McpFeaturesModule } from './mcp-features.module';
import { sections } from './sections';

describe('the module of all features', () => {
  it('starts: no name is there twice, no description is missing, all that they inject is there', async () => {
    const imports = [McpFeaturesModule.forRoot({ version: '1.2.3' })];
    await (await createHarness({ imports, sections })).close();
  });
});
