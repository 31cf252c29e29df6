import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { rulesFile } from './rules-schema';

/** Writes deploy/scaling.schema.json: `npm run schema -w libs/scaling`. */
async function writeSchema(): Promise<void> {
  const file = join(__dirname, '../../../../deploy/scaling.schema.json');
  const text = JSON.stringify(z.toJSONSchema(rulesFile, { io: 'input' }));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

void writeSchema();
