import { choice } from '../formats/choice';
import { integer } from '../formats/integer';
import { text } from '../formats/text';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const auditVariables = {
  AUDIT: {
    schema: choice('best-effort', 'strict', 'off'),
    description:
      'Whether calls are recorded. `best-effort` keeps serving while the database is away, and counts what it could not keep. `strict` answers a call only when its record is stored, and refuses calls that it cannot record.',
    default: 'best-effort',
  },
  AUDIT_ARGUMENTS: {
    schema: choice('none', 'hash', 'redacted', 'full'),
    description:
      'What is kept of the arguments of a call: nothing, their SHA-256, all but the fields whose names speak of secrets, or everything.',
    default: 'redacted',
  },
  AUDIT_SPOOL_DIR: {
    schema: text('the path of a directory'),
    description:
      'Where a process that is stopped while the database is away leaves its audit records, for the next start, or another process that has the same directory, to store. It must outlive the process.',
    withoutDefault: 'none: Redis, where `REDIS_URL` is set',
    example: '/var/lib/mcp/audit',
  },
  AUDIT_RETENTION: {
    schema: integer(1, 36_500),
    description:
      'How long records are kept. They are dropped by whole months, so that some are kept up to a month longer.',
    default: '365',
    unit: 'days',
  },
} satisfies VariableTable;

/** What is recorded of calls. */
export class AuditConfig extends Section {
  /** `AUDIT`, default `best-effort`. */
  readonly mode: 'best-effort' | 'strict' | 'off';
  /** `AUDIT_ARGUMENTS`, default `redacted`. */
  readonly arguments: 'none' | 'hash' | 'redacted' | 'full';
  /** `AUDIT_SPOOL_DIR`, default none: Redis, where there is one. */
  readonly spoolDirectory: string | undefined;
  /** `AUDIT_RETENTION` in days, default 365. */
  readonly retentionDays: number;

  constructor(values: Values<typeof auditVariables>) {
    super();
    this.mode = values.AUDIT;
    this.arguments = values.AUDIT_ARGUMENTS;
    this.spoolDirectory = values.AUDIT_SPOOL_DIR;
    this.retentionDays = values.AUDIT_RETENTION;
  }
}
