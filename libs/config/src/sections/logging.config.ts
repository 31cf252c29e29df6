import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
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
  /** `DEBUG`, default false. */
  readonly debug: boolean;

  constructor(values: Values<typeof loggingVariables>) {
    super();
    this.level = values.LOG_LEVEL ?? (values.DEBUG ? 'debug' : 'info');
    this.file = values.LOG_FILE;
    this.debug = values.DEBUG;
  }
}
