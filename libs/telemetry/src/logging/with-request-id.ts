import { storage, Store } from 'nestjs-pino/storage';
import type { RootLogger } from './create-logger';

/** Runs work whose log lines, by Nest's `Logger` too, all carry the id of the request. */
export function withRequestId(logger: RootLogger, requestId: string, work: () => void): void {
  storage.run(new Store(logger.child({ requestId })), work);
}
