import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { databaseFeatures } from './database-features';
import { callMessage } from './testing/call-message';
import { DatabaseToolModule } from './testing/database-tools.fixture';
import { ApiFeatures } from './testing/features.fixture';
import { Spawned } from './testing/spawned.fixture';
import { callsOnStdio } from './testing/stdio.fixture';

describe('a tool that needs the database, on stdio', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: databaseFeatures });
  });
  afterAll(() => database.drop());

  it('has it, in a process that ends with its input all the same', async () => {
    const environment = { DATABASE_URL: database.url };
    const api = new Spawned('testing/main.fixture.ts', ['--stdio'], environment);
    api.send(callMessage('migrations'));
    const count = databaseFeatures.flatMap(({ migrations }) => migrations).length;
    await api.output(new RegExp(`migrations: ${count}"`));
    api.endInput();
    expect(await api.ended).toBe(0);
    expect(api.stderr).toBe('');
  });

  it('fails alone where the database is away, and asks again', async () => {
    const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/app' };
    const calls = ['migrations', 'whoami', 'migrations'];
    const answers = await callsOnStdio(calls, environment, [DatabaseToolModule, ApiFeatures]);
    expect(answers).toEqual([
      expect.stringMatching(/reference/i),
      'anonymous',
      expect.stringMatching(/reference/i),
    ]);
  });
});
