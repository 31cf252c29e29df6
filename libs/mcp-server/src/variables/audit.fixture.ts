import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { database, folder, onApi, status, type Effects, type Environment } from './effect.fixture';

/** The records of one call, after all has been written. */
async function recorded(environment: Environment): Promise<{ arguments: unknown }[]> {
  await database.clear();
  await onApi((api) => status(api.call('repeat', { times: 3 })))(environment);
  return database.dataSource.query('select arguments from audit_record');
}

export const auditEffects = {
  AUDIT: {
    before: 1,
    set: 'off',
    after: 0,
    with: () => ({ DATABASE_URL: database.url }),
    see: async (environment) => (await recorded(environment)).length,
  },
  AUDIT_SPOOL_DIR: {
    before: false,
    set: () => join(folder, 'spool'),
    after: true,
    see: onApi(async () => existsSync(join(folder, 'spool'))),
  },
  AUDIT_ARGUMENTS: {
    before: { times: 3 },
    set: 'none',
    after: null,
    with: () => ({ DATABASE_URL: database.url }),
    see: async (environment) => (await recorded(environment))[0]?.arguments,
  },
} satisfies Effects;
