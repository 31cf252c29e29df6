import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { environmentFile } from './environment-file';
import { serviceFile } from './service-file';

/** Writes the schemas that editors read: `node -r @swc-node/register <this file>`. */
async function writeSchemas(): Promise<void> {
  for (const [name, schema] of Object.entries({
    environment: environmentFile,
    service: serviceFile,
  })) {
    const file = join(__dirname, `../../../../../../deploy/ecs/${name}.schema.json`);
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  }
}

void writeSchemas();
