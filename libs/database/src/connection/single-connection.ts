import type { Client } from 'pg';

/** Milliseconds. The server gives up first, and says why; a server that hangs says nothing. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 3_000;

/**
 * Milliseconds. A frozen process cannot close what it has open: the server does, so that many frozen
 * ones do not hold its connections.
 */
const IDLE_SESSION_MS = 60_000;

/**
 * One connection to PostgreSQL, without TypeORM and a pool: for processes that must start fast, and
 * that may be frozen at any time. It is opened, and `pg` loaded, with the first statement.
 */
export class SingleConnection {
  private opening?: Promise<Client>;
  /** Statements go one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  /** @param name by which the server lists it (`application_name`) */
  constructor(
    private readonly url: string,
    private readonly name: string,
  ) {}

  /**
   * Runs a statement that is safe to repeat: where the connection turns out to be gone, since the
   * process was frozen meanwhile, it is opened anew and asked again.
   *
   * @param statement SQL with `$1`, `$2` … for the parameters
   * @returns the rows
   * @throws {Error} the database refuses the statement, or is away
   */
  async query<T>(statement: string, parameters?: unknown[]): Promise<T> {
    const wasOpen = this.opening !== undefined;
    try {
      return await this.ask<T>(statement, parameters);
    } catch (error) {
      if (!wasOpen || isRefusal(error)) throw error;
      return this.ask<T>(statement, parameters);
    }
  }

  /** A later statement would open it again. */
  async close(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    await opening?.then((client) => client.end()).catch(() => undefined);
  }

  private async ask<T>(statement: string, parameters?: unknown[]): Promise<T> {
    const opening = (this.opening ??= this.open());
    try {
      const client = await opening;
      const answer = this.last.then(() => client.query(statement, parameters));
      this.last = answer.catch(() => undefined);
      return (await answer).rows as T;
    } catch (error) {
      if (!isRefusal(error)) this.cut(opening);
      throw error;
    }
  }

  private open(): Promise<Client> {
    // It may break while nothing is asked; without a listener that would throw.
    const opening: Promise<Client> = this.connected(() => this.cut(opening));
    return opening;
  }

  private async connected(onBreak: () => void): Promise<Client> {
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: this.url,
      application_name: this.name,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    });
    client.on('error', onBreak);
    await client.connect();
    await client.query(`SET idle_session_timeout = ${IDLE_SESSION_MS}`);
    return client;
  }

  private cut(opening: Promise<Client>): void {
    if (this.opening === opening) this.opening = undefined;
    // With a statement under way this closes the socket at once, without waiting for the server.
    opening.then((client) => client.end()).catch(() => undefined);
  }
}

/** Whether the server refused a statement, and goes on serving this connection. */
function isRefusal(error: unknown): boolean {
  return (error as { severity?: unknown }).severity === 'ERROR';
}
