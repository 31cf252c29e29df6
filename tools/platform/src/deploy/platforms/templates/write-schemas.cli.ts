import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { environmentSchemas } from './environment-schemas';

/** Writes the schemas that editors read: `node -r @swc-node/register <this file>`. */
async function writeSchemas(): Promise<void> {
  for (const [platform, schema] of Object.entries(environmentSchemas)) {
    const deploy = join(__dirname, '../../../../../../deploy');
    const file = join(deploy, platform, 'environment.schema.json');
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  }
}

void writeSchemas();
