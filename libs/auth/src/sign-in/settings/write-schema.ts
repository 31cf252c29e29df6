import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { issuersFile } from '../../clients/federation/issuers-schema';
import { signInFile } from './sign-in-schema';

/** Writes the schemas of settings in `deploy`: `npm run schema -w libs/auth`. */
async function writeSchemas(): Promise<void> {
  for (const [name, schema] of [
    ['sign-in', signInFile],
    ['issuers', issuersFile],
  ] as const) {
    const file = join(__dirname, `../../../../../deploy/${name}.schema.json`);
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  }
}

void writeSchemas();
