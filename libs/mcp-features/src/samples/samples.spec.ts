import { createHarness } from '@repo/mcp-core/testing';
import { PlatformOptions } from '../platform.options';
import { samples } from './samples';

describe('the samples', () => {
  it('are a tool, a resource, a template and a prompt', async () => {
    const harness = await createHarness({
      providers: [{ provide: PlatformOptions, useValue: { version: '1.2.3' } }, ...samples],
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
