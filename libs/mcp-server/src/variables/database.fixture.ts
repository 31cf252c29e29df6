import { Tables } from '@repo/database';
import { database, onApi, type Effects } from './effect.fixture';

export const databaseEffects = {
  DATABASE_URL: {
    before: false,
    set: () => database.url,
    after: true,
    see: onApi(async (api) => {
      const rows = await api
        .get(Tables)
        .query<{ name: string }[]>('select current_database() as name');
      return database.url.endsWith(`/${rows[0]?.name}`);
    }),
  },
  DATABASE_POOL_SIZE: {
    before: 5,
    set: '2',
    after: 2,
    with: () => ({ DATABASE_URL: database.url, AUDIT: 'off' }),
    see: onApi(async (api) => {
      const ask = () =>
        api.get(Tables).query<{ pid: number }[]>('select pg_backend_pid() as pid, pg_sleep(0.3)');
      const rows = (await Promise.all(Array.from({ length: 5 }, ask))).flat();
      return new Set(rows.map(({ pid }) => pid)).size;
    }),
  },
  DATABASE_STATEMENT_TIMEOUT: {
    before: 'done',
    set: '100ms',
    after: 'canceling statement due to statement timeout',
    with: () => ({ DATABASE_URL: database.url }),
    see: onApi((api) =>
      api
        .get(Tables)
        .query('select pg_sleep(0.5)')
        .then(
          () => 'done',
          ({ message }: Error) => message,
        ),
    ),
  },
} satisfies Effects;
