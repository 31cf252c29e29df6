/*
 * Exit codes of BSD's sysexits(3). Not those of `@repo/config`: the server of all suites is started
 * where no package of the workspace is found by its source (hold-test-server.ts).
 */
const EX_UNAVAILABLE = 69;
const EX_CONFIG = 78;

const exitCodes = {
  /** Nobody answers at the address, or the server takes no connections now. */
  DATABASE_UNAVAILABLE: EX_UNAVAILABLE,
  /** It answers, and refuses: password, database, TLS. */
  DATABASE_REFUSED: EX_CONFIG,
  /** The server is older than PostgreSQL 15. */
  DATABASE_TOO_OLD: EX_CONFIG,
  /** Migrations are pending, in production. */
  DATABASE_SCHEMA_OLD: EX_CONFIG,
  /** The embedded PostgreSQL cannot run here. */
  DATABASE_EMBEDDED: EX_UNAVAILABLE,
};

export type DatabaseErrorCode = keyof typeof exitCodes;

/** The database cannot be used. The message is one line for a person, and holds no secret. */
export class DatabaseError extends Error {
  /** What a process that cannot do without exits with. */
  readonly exitCode: number;

  constructor(
    readonly code: DatabaseErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DatabaseError';
    this.exitCode = exitCodes[code];
  }
}
