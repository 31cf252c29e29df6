import { environmentSchemas } from '@repo/platform/src/deploy/platforms/templates/environment-schemas';
import { readEnvironment } from '@repo/platform/src/deploy/platforms/templates/read-environment';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { damaged } from './damaged';
import { textOf, workspace } from './workspace';

describe.each(Object.entries(environmentSchemas))('the environments of %s', (platform, schema) => {
  const folder = join(workspace, 'deploy', platform);
  const names = readdirSync(join(folder, 'environments')).map((file) => file.replace('.json', ''));

  it('have the JSON Schema beside them that editors read', () => {
    const written: unknown = JSON.parse(textOf(`deploy/${platform}/environment.schema.json`));
    expect(written).toEqual(z.toJSONSchema(schema, { io: 'input' }));
  });

  it.each(names)('are without fault: %s', (name) => {
    const environment = readEnvironment(folder, name, z.looseObject({}));
    expect(schema.safeParse(environment).error).toBeUndefined();
    const broken = damaged(environment, (copy) => void (copy['domain'] = 'https://x'));
    expect(schema.safeParse(broken).success).toBe(false);
  });
});
