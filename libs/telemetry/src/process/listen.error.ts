import { codeOf } from '@repo/foundation';

/* Exit codes of BSD's sysexits(3). */
const EX_UNAVAILABLE = 69;
const EX_CONFIG = 78;

/** Where a server was to listen, and the variable that says so. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly variable: 'PORT' | 'METRICS_PORT' | 'WORKER_PORT';
}

type Fault = (address: ListenAddress) => { exitCode: number; message: string };

/** What a person can mend, by the code of the system. */
const FAULTS: ReadonlyMap<string | undefined, Fault> = new Map<string, Fault>([
  [
    'EADDRINUSE',
    ({ host, port, variable }) => ({
      exitCode: EX_UNAVAILABLE,
      message: `Port ${port} of ${host} is taken by another program: end that one, or set ${variable} to a free port.`,
    }),
  ],
  [
    'EACCES',
    ({ port, variable }) => ({
      exitCode: EX_CONFIG,
      message: `This user may not listen on port ${port}: set ${variable} to one above 1023.`,
    }),
  ],
  ['EADDRNOTAVAIL', noAddress],
  ['ENOTFOUND', noAddress],
]);

/** Nobody can be served at the address. The message is one line for a person. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(
    message: string,
    /** What the process exits with. */
    readonly exitCode: number,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Waits until a server listens.
 *
 * @throws {ListenError} it cannot, for a reason that a person can mend
 * @example await orListenError(app.listen(port, host), { host, port, variable: 'PORT' });
 */
export async function orListenError<T>(listening: Promise<T>, address: ListenAddress): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    const fault = FAULTS.get(codeOf(error))?.(address);
    if (fault === undefined) throw error;
    throw new ListenError(fault.message, fault.exitCode, { cause: error });
  }
}

function noAddress({ host }: ListenAddress): ReturnType<Fault> {
  const way = '127.0.0.1 for this machine alone, 0.0.0.0 for all';
  return {
    exitCode: EX_CONFIG,
    message: `${host} is no address of this machine: set HOST to one that it has (${way}).`,
  };
}
