import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { publicPathsFile } from '../deploy/public-paths';
import { workspaceRoot } from '../workspace-root';
import { platforms } from './platforms';

/** Writes the schemas that editors read: `node -C @repo/source -r @swc-node/register <this file>`. */
async function writeSchemas(): Promise<void> {
  await writeSchema('public-paths', publicPathsFile);
  for (const { name: platform, schemas } of platforms) {
    for (const [name, schema] of Object.entries((await schemas?.()) ?? {})) {
      await writeSchema(join(platform, name), schema);
    }
  }
}

async function writeSchema(name: string, schema: z.ZodType): Promise<void> {
  const file = join(workspaceRoot, 'deploy', `${name}.schema.json`);
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

void writeSchemas();
