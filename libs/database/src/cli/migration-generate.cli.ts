import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationSource } from '../migrations/migration-source';
import { withTestDatabase } from '../testing';
import { featuresFrom } from './features-from';
import { runCommand } from './run-command';

runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, dir: { type: 'string' } },
  });
  const { name, dir } = values;
  if (name === undefined || dir === undefined)
    throw new Error('Say --name=<what it does> and --dir=<folder of the migrations>.');

  // What the developer's own database looks like does not count: the migrations do.
  const database = await withTestDatabase({ features: await featuresFrom(positionals[0]) });
  try {
    const statements = await database.dataSource.driver.createSchemaBuilder().log();
    if (statements.upQueries.length === 0)
      return 'The migrations make what the entities say: nothing to generate.';
    const { fileName, source } = migrationSource(name, statements, Date.now());
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, fileName), source);
    return `Wrote ${join(dir, fileName)}. Check it by hand, format it, and add its class to the feature.`;
  } finally {
    await database.drop();
  }
});
