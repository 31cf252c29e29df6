import { createServer, type AddressInfo, type Server } from 'node:net';
import { DatabaseError } from '../database.error';
import { type TestDatabase, withTestDatabase } from '../testing';
import { connectionFault } from './connection-fault';
import { openDataSource } from './open-data-source';

describe('a database that cannot be used', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase();
  });
  afterAll(() => database.drop());

  /** What the start says with a URL that differs from the right one. */
  async function faultWith(change: (url: URL) => void): Promise<DatabaseError> {
    const url = new URL(database.url);
    change(url);
    return openDataSource({ url: url.href, poolSize: 1, statementTimeoutMs: 0 }, []).then(
      () => Promise.reject(new Error('It connected.')),
      (error: DatabaseError) => error,
    );
  }

  it.each<[string, number, RegExp, (url: URL) => void]>([
    ['a wrong password', 78, /password or the user is wrong/, (url) => (url.password = 'Wr0ng')],
    ['an unknown user', 78, /password or the user is wrong/, (url) => (url.username = 'nobody')],
    ['a missing database', 78, /database does not exist/, (url) => (url.pathname = '/missing')],
    ['TLS to a server without', 78, /has no TLS/, (url) => (url.search = 'sslmode=verify-full')],
    [
      'a missing certificate',
      78,
      /file that the URL names/,
      (url) => (url.search = 'sslmode=verify-full&sslrootcert=/no/ca.pem'),
    ],
    ['an unknown host', 69, /host name is not known/, (url) => (url.hostname = 'db.invalid')],
    ['a port where nothing listens', 69, /nothing listens/, (url) => (url.port = '1')],
  ])('says so in one line: %s', async (_case, exitCode, message, change) => {
    const fault = await faultWith(change);
    expect(fault).toBeInstanceOf(DatabaseError);
    expect(fault).toMatchObject({ exitCode, message: expect.stringMatching(message) });
    expect(fault.message).not.toContain('\n');
    expect(fault.message).not.toContain('Wr0ng');
    expect(fault.message).not.toContain(new URL(database.url).password);
  });

  it('says so when something else listens there', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    const fault = await faultWith((url) => (url.port = String(port)));
    expect(fault).toMatchObject({ exitCode: 69, code: 'DATABASE_UNAVAILABLE' });
    server.close();
  });

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 78, 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 78, 'certificate'],
    ['57P03', 69, 'starts, stops'],
    ['53300', 69, 'DATABASE_POOL_SIZE'],
  ])('explains %s', (code, exitCode, message) => {
    const fault = connectionFault(Object.assign(new Error('detail'), { code }), database.url);
    expect(fault).toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  // Not against a server: `pg` leaves that connection open, and the server waits for its password.
  it('explains a missing password', () => {
    const message = 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string';
    expect(connectionFault(new Error(message), database.url)).toMatchObject({ exitCode: 78 });
  });

  it('shows nothing of a password that was not escaped', () => {
    const error = Object.assign(new Error('database "s3cret@db/app" does not exist'), {
      code: '3D000',
    });
    const fault = connectionFault(error, 'postgres://user:1/s3cret@db/app') as DatabaseError;
    expect(fault.message).not.toContain('s3cret');
  });

  it('leaves other errors as they are', () => {
    const error = new Error('a fault of ours');
    expect(connectionFault(error, database.url)).toBe(error);
  });
});

/** A server of another kind. */
async function listen(): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
