import { identity } from '@repo/config';
import { auditSchema } from '@repo/audit';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, TestFunction } from './testing/function.fixture';

describe('the audit of a function', () => {
  let database: TestDatabase;
  let fn: TestFunction;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
    fn = new TestFunction({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await fn.stop();
    await database.drop();
  });

  const stored = () =>
    database.dataSource.query<{ name: string; outcome: string }[]>(
      'select name, outcome from audit_record order by id',
    );

  it('is stored when the answer is given, for the process may be frozen right after', async () => {
    const { buffered } = lambdaHandlers(fn.warm);
    await buffered(callEvent('echo', { text: 'x' }));
    expect(await stored()).toEqual([{ name: 'echo', outcome: 'ok' }]);
  });

  it('has those who were turned away', async () => {
    const { buffered } = lambdaHandlers(fn.warm);
    const headers = { authorization: 'Bearer wrong' };
    expect((await buffered(callEvent('echo', {}, { headers }))).statusCode).toBe(401);
    expect((await stored()).at(-1)).toEqual({ name: 'echo', outcome: 'refused' });
  });

  it('leaves one connection, which the server closes when it is not used', async () => {
    const open = await database.dataSource.query<{ pid: number }[]>(
      `select pid from pg_stat_activity where application_name = '${identity.serviceName} audit' and datname = current_database()`,
    );
    expect(open).toHaveLength(1);
  });
});

describe('a function whose database is away', () => {
  const environment = {
    DATABASE_URL: 'postgres://app@127.0.0.1:1/app',
    SHUTDOWN_GRACE: '0s',
  };
  const fn = new TestFunction(environment, [], 50);
  afterAll(() => fn.stop());

  it('answers all the same, when it has waited for a while', async () => {
    const { buffered } = lambdaHandlers(fn.warm);
    expect((await buffered(callEvent('echo', { text: 'x' }))).statusCode).toBe(200);
  });
});
