import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { platforms } from '@repo/platform/src/platforms/platforms';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { damaged } from './damaged';
import { textOf, workspace } from './workspace';

const withSchemas = platforms.filter(({ schemas }) => schemas !== undefined);

describe.each(withSchemas)('the environments of $name', ({ name: platform, schemas }) => {
  const folder = join(workspace, 'deploy', platform);
  const names = readdirSync(join(folder, 'environments')).map((file) => file.replace('.json', ''));

  it('have the JSON Schemas beside them that editors read', async () => {
    for (const [key, schema] of Object.entries(await schemas!())) {
      const written: unknown = JSON.parse(textOf(`deploy/${platform}/${key}.schema.json`));
      expect(written).toEqual(z.toJSONSchema(schema, { io: 'input' }));
    }
  });

  it.each(names)('are without fault: %s', async (name) => {
    const schema = (await schemas!())['environment']!;
    const environment = readEnvironment(folder, name, z.looseObject({}));
    expect(schema.safeParse(environment).error).toBeUndefined();
    const broken = damaged(environment, (copy) => void (copy['domain'] = 'https://x'));
    expect(schema.safeParse(broken).success).toBe(false);
  });
});
