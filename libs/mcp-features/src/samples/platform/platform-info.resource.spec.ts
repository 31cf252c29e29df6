import { createHarness } from '@repo/mcp-core/testing';
import { PlatformInfoResource } from './platform-info.resource';
import { PlatformOptions } from '../../platform.options';

describe('platform://info', () => {
  it('tells version, uptime and the revisions of both eras', async () => {
    const harness = await createHarness({
      providers: [
        PlatformInfoResource,
        { provide: PlatformOptions, useValue: { version: '1.2.3' } },
      ],
    });
    const client = await harness.connect('modern');
    const { contents } = await client.readResource({ uri: 'platform://info' });
    const [content] = contents as { text: string; mimeType?: string }[];

    expect(content?.mimeType).toBe('application/json');
    expect(JSON.parse(content?.text ?? '')).toEqual({
      version: '1.2.3',
      uptimeSeconds: expect.any(Number) as number,
      eras: {
        modern: expect.arrayContaining(['2026-07-28']) as string[],
        legacy: expect.arrayContaining(['2025-11-25']) as string[],
      },
    });
    await harness.close();
  });
});
