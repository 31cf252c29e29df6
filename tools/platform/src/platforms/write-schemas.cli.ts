import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { workspaceRoot } from '../workspace-root';
import { platforms } from './platforms';

/** Writes the schemas that editors read: `node -C @repo/source -r @swc-node/register <this file>`. */
async function writeSchemas(): Promise<void> {
  for (const { name: platform, schemas } of platforms) {
    for (const [name, schema] of Object.entries((await schemas?.()) ?? {})) {
      const file = join(workspaceRoot, 'deploy', platform, `${name}.schema.json`);
      const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
      writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
    }
  }
}

void writeSchemas();
