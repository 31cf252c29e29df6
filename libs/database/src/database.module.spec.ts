import { ConfigModule, loadConfig } from '@repo/config';
import { Test } from '@nestjs/testing';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, EntityManager, type Repository } from 'typeorm';
import { DatabaseHealth } from './database-health';
import { Database } from './database';
import { DatabaseModule, type DatabaseModuleOptions } from './database.module';
import { Invoice, invoiceSchema } from './sample-schema.fixture';
import { Tables } from './tables';
import { type TestDatabase, withTestDatabase } from './testing';

describe('the database of an application', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await withTestDatabase({ migrated: false });
  });
  afterEach(() => database.drop());

  function start(
    environment: Record<string, string> = {},
    opening: DatabaseModuleOptions['opening'] = 'awaited',
  ) {
    const config = loadConfig({ ENVIRONMENT: 'test', DATABASE_URL: database.url, ...environment });
    return Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ features: [invoiceSchema], opening }),
        TypeOrmModule.forFeature([Invoice]),
      ],
    }).compile();
  }

  it('is migrated at the start, and serves repositories as Nest people know them', async () => {
    const module = await start();
    const invoices = module.get<Repository<Invoice>>(getRepositoryToken(Invoice));
    await invoices.insert({ id: '7b9d5ac2-4f4e-4b2c-9a3f-0e0c8a1f6d11', number: '7' });
    expect(await module.get(EntityManager).count(Invoice)).toBe(1);
    await module.close();
    expect(module.get(DataSource).isInitialized).toBe(false);
  });

  it('has the pool and the time-out of the settings', async () => {
    const module = await start({
      DATABASE_POOL_SIZE: '3',
      DATABASE_STATEMENT_TIMEOUT: '7s',
    });
    const dataSource = module.get(DataSource);
    expect(dataSource.options.poolSize).toBe(3);
    // The server itself cancels what takes longer.
    expect(await dataSource.query('show statement_timeout')).toEqual([{ statement_timeout: '7s' }]);
    await module.close();
  });

  it('stops a start of production on an old schema', async () => {
    const production = {
      ENVIRONMENT: 'production',
      PUBLIC_URL: 'https://mcp.example.com',
      JWT_SECRET: 'q8Vw3nZk5RtY7uPxL1mC9bHdFgJsA2eT',
    };
    await expect(start(production)).rejects.toMatchObject({ code: 'DATABASE_SCHEMA_OLD' });
  });

  it('opened beside the start: what is asked of it before waits until the schema is there', async () => {
    const module = await start({}, Promise.resolve());
    const health = module.get(DatabaseHealth);
    await expect(health.ping()).rejects.toMatchObject({
      message: expect.stringMatching(/not open/),
    });
    expect(await (await module.get(Tables).getRepository(Invoice)).count()).toBe(0);
    await module.get(Database).opened;
    await health.ping();
    // Injected before, and of use from now on.
    const invoices = module.get<Repository<Invoice>>(getRepositoryToken(Invoice));
    expect(await invoices.count()).toBe(0);
    await module.close();
  });

  it('opened beside the start: says what is wrong to whoever waits', async () => {
    const url = new URL(database.url);
    url.pathname = '/there_is_none';
    const module = await start({ DATABASE_URL: url.href }, Promise.resolve());
    const asked = module.get(Tables).query('select 1');
    const wrong = { code: 'DATABASE_REFUSED' };
    await expect(asked).rejects.toMatchObject(wrong);
    await expect(module.get(Database).opened).rejects.toMatchObject(wrong);
    await module.close();
  });

  it('tells whether it answers, and why not', async () => {
    const module = await start();
    const health = module.get(DatabaseHealth);
    await health.ping();

    await database.drop();
    await expect(health.ping()).rejects.toMatchObject({
      name: 'DatabaseError',
      message: expect.stringMatching(/^The database cannot be (used|reached): /),
    });
    await module.close();
  });
});
