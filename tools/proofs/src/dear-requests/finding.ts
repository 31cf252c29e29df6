import type { WireRequest } from './wire-request';

/** A request and what it cost. */
export interface Finding {
  readonly wire: WireRequest;
  readonly bytes: number;
  readonly status: number;
  /** Milliseconds of CPU of the whole server, the least of several times. */
  readonly cpuMs: number;
  /** Bytes that each of many such requests left behind; 0 where nobody looked. */
  readonly keptBytes: number;
}

/** Milliseconds of CPU that a byte costs to be received and read, of which no attack is made. */
const MS_PER_BYTE = 8e-6;

/** What the bytes of a request do not explain of its cost. */
export function excessMs({ cpuMs, bytes }: Pick<Finding, 'cpuMs' | 'bytes'>): number {
  return cpuMs - bytes * MS_PER_BYTE;
}
