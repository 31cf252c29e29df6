import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
import { integer } from '../formats/integer';
import { size } from '../formats/size';
import { text } from '../formats/text';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const loggingVariables = {
  LOG_LEVEL: {
    schema: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    description: 'The least severe line that is written.',
    withoutDefault: '`info`; with `DEBUG=true`: `debug`',
    example: 'info',
  },
  LOG_FILE: {
    schema: text('the path of a file'),
    description:
      'A file that gets the log lines too. It is made for its owner alone (0600), and one that is there is tightened to that.',
    example: 'logs/api.log',
  },
  LOG_FILE_SIZE: {
    schema: size('64KiB', '100GiB'),
    description:
      'How large `LOG_FILE` may get. A line that would make it larger begins a new file; the old one is renamed to `<file>.1`, and that which had this name to `<file>.2`.',
    default: '100MiB',
    unit: 'bytes',
  },
  LOG_FILE_COUNT: {
    schema: integer(0, 1_000),
    description: 'How many old files of `LOG_FILE` are kept.',
    default: '5',
  },
  ACCESS_LOG: {
    schema: boolean(),
    description:
      'Whether requests have log lines. Without them a request that failed for a fault of the server still has one.',
    default: 'true',
  },
  DEBUG: {
    schema: boolean(),
    description: 'More to see: the log level is `debug` unless `LOG_LEVEL` says otherwise.',
    default: 'false',
  },
} satisfies VariableTable;

export type LogLevel = NonNullable<Values<typeof loggingVariables>['LOG_LEVEL']>;

/** What is written to the log. */
export class LoggingConfig extends Section {
  /** `LOG_LEVEL`, default `info`, with `DEBUG` `debug`. */
  readonly level: LogLevel;
  /** `LOG_FILE`, default none. */
  readonly file: string | undefined;
  /** `LOG_FILE_SIZE` in bytes, default 100 MiB. */
  readonly maxFileBytes: number;
  /** `LOG_FILE_COUNT`, default 5. */
  readonly keptFiles: number;
  /** `ACCESS_LOG`, default true. */
  readonly access: boolean;
  /** `DEBUG`, default false. */
  readonly debug: boolean;

  constructor(values: Values<typeof loggingVariables>) {
    super();
    this.level = values.LOG_LEVEL ?? (values.DEBUG ? 'debug' : 'info');
    this.file = values.LOG_FILE;
    this.maxFileBytes = values.LOG_FILE_SIZE;
    this.keptFiles = values.LOG_FILE_COUNT;
    this.access = values.ACCESS_LOG;
    this.debug = values.DEBUG;
  }
}
