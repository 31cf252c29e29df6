import { createRequire } from 'node:module';
import { isatty } from 'node:tty';
import { destination, multistream, type DestinationStream, type StreamEntry } from 'pino';
import type prettyPino from 'pino-pretty';
import { RotatingFile, type Rotation } from './rotating-file';

/** Where log lines go. */
export interface LogTarget {
  /** A file descriptor: that of stdout, or of stderr where stdout belongs to the protocol. */
  readonly fd: number;
  /** A file that gets the lines too, always as JSON; see `makePrivate`. */
  readonly file?: string;
  /** Of the file; without it the file grows without an end. */
  readonly rotation?: Rotation;
  /** Lines for people instead of JSON, where the descriptor is a terminal. */
  readonly prettyOnTerminal: boolean;
  /** Gets each line of level `fatal` as well, as JSON: the process tends to end after it. */
  readonly onFatal?: ((line: string) => void) | undefined;
}

/**
 * Writes are synchronous: the line that tells why a process ended is the one that matters most, and
 * outside of development no line is written per MCP call at `info`.
 */
export function logDestination({
  fd,
  file,
  rotation = { maxBytes: Infinity, kept: 0 },
  prettyOnTerminal,
  onFatal,
}: LogTarget): DestinationStream {
  const lines =
    prettyOnTerminal && isatty(fd) ? prettyLines(fd) : destination({ dest: fd, sync: true });
  if (file === undefined && onFatal === undefined) return lines;
  // The logger decides by level; what it lets through goes to terminal and file.
  const streams: StreamEntry[] = [{ level: 'trace', stream: lines }];
  if (file !== undefined) {
    streams.push({ level: 'trace', stream: new RotatingFile(file, rotation) });
  }
  if (onFatal !== undefined) streams.push({ level: 'fatal', stream: { write: onFatal } });
  return multistream(streams);
}

function prettyLines(fd: number): DestinationStream {
  // Loaded only here: it takes longer than all the rest of the logger, and a server has no terminal.
  const pretty = createRequire(__filename)('pino-pretty') as typeof prettyPino;
  // The fields of a start stand in its text as well; the others are for machines to find.
  const ignore = 'pid,hostname,start,requestId,principal,trace_id,span_id';
  return pretty({ destination: fd, sync: true, ignore, singleLine: true });
}
