import { MASK } from '@repo/config';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { secretMasker } from '../masking/secret-masker';
import { describeError } from './describe-error';
import { contextFields } from '../request/log-context';
import { redactedPaths } from './redacted-paths';

/** The process's logger: pino, one JSON object a line. */
export type RootLogger = Logger;

export interface LoggerOptions {
  readonly level: string;
  /** The name that the lines carry, to tell the processes of a system apart. */
  readonly name: string;
  readonly destination: DestinationStream;
  /** Which of several processes of one program this is. */
  readonly worker?: number | undefined;
  /** The secrets of this process, which no line shows. */
  readonly secrets?: readonly string[];
}

/** Makes the logger of a process, before anything else is made that could fail. */
export function createLogger({
  level,
  name,
  destination,
  worker,
  secrets = [],
}: LoggerOptions): RootLogger {
  return pino(
    {
      level,
      base: { name, pid: process.pid, worker },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      mixin: contextFields,
      redact: { paths: redactedPaths, censor: MASK },
      hooks: { streamWrite: secretMasker(secrets) },
    },
    destination,
  );
}
