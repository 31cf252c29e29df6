import { withTestDatabase, type TestDatabase } from '../testing';
import { SingleConnection } from './single-connection';

const NAME = 'single connection of a test';

let database: TestDatabase;
let connection: SingleConnection;
beforeAll(async () => {
  database = await withTestDatabase();
  connection = new SingleConnection(database.url, NAME);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const open = () =>
  database.dataSource.query<{ pid: number }[]>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1',
    [NAME],
  );
const pidOf = async () =>
  (await connection.query<[{ pid: number }]>('SELECT pg_backend_pid() pid'))[0].pid;

describe('a single connection', () => {
  it('is opened with the first statement, and is one for all that come at once', async () => {
    expect(await open()).toHaveLength(0);
    const sums = await Promise.all(
      [1, 2, 3].map((term) => connection.query<object[]>('SELECT $1::int + 1 AS sum', [term])),
    );
    expect(sums).toEqual([[{ sum: 2 }], [{ sum: 3 }], [{ sum: 4 }]]);
    expect(await open()).toHaveLength(1);
  });

  it('is closed by the server when it is not used', async () => {
    expect(await connection.query('SHOW idle_session_timeout')).toEqual([
      { idle_session_timeout: '1min' },
    ]);
  });

  it('stays open when a statement is refused', async () => {
    const pid = await pidOf();
    await expect(connection.query('SELECT nothing')).rejects.toThrow('nothing');
    expect(await pidOf()).toBe(pid);
  });

  it('is opened anew, and the statement asked again, when it was closed meanwhile', async () => {
    const pid = await pidOf();
    await database.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
    expect(await pidOf()).not.toBe(pid);
    await connection.close();
    expect(await connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('fails where no server is', async () => {
    const nowhere = new SingleConnection('postgres://app@127.0.0.1:1/app', NAME);
    await expect(nowhere.query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await nowhere.close();
  });
});
