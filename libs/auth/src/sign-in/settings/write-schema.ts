import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { signInFile } from './sign-in-schema';

/** Writes deploy/sign-in.schema.json: `npm run schema -w libs/auth`. */
async function writeSchema(): Promise<void> {
  const file = join(__dirname, '../../../../../deploy/sign-in.schema.json');
  const text = JSON.stringify(z.toJSONSchema(signInFile, { io: 'input' }));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

void writeSchema();
