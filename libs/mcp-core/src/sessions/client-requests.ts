import { randomUUID } from 'node:crypto';
import {
  notificationFrame,
  requestFrame,
  type JsonRpcResponse,
  type Params,
} from '../protocol/json-rpc';
import { quote } from '@repo/foundation';
import { InvalidParamsError } from '../protocol/protocol.error';

/** Where the messages of a session go that answer no request of the client. */
export type Outlet = (frame: string) => void;

interface Waiting {
  resolve(result: Params): void;
  reject(error: Error): void;
}

/** What this host has asked the client of a session, such as for input, and not been told yet. */
export class ClientRequests {
  private readonly waiting = new Map<unknown, Waiting>();

  /** @param asker stands in the ids of requests, so that it is told who waits for them */
  constructor(private readonly asker: string) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Sends the client a request, and waits for its answer. */
  ask(send: Outlet, method: string, params: Params, signal: AbortSignal): Promise<Params> {
    const id = `${this.asker}.${randomUUID()}`;
    return new Promise<Params>((resolve, reject) => {
      const giveUp = () => {
        this.waiting.delete(id);
        send(
          notificationFrame('notifications/cancelled', {
            requestId: id,
            reason: 'No longer needed',
          }),
        );
        reject(signal.reason as Error);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      const settled = () => signal.removeEventListener('abort', giveUp);
      this.waiting.set(id, {
        resolve: (result) => (settled(), resolve(result)),
        reject: (error) => (settled(), reject(error)),
      });
      send(requestFrame(id, method, params));
    });
  }

  /**
   * Takes the client's answer.
   *
   * @returns whether somebody in this process waited for it
   */
  answer({ id, result, error }: JsonRpcResponse): boolean {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return false;
    this.waiting.delete(id);
    if (result !== undefined) waiting.resolve(result);
    else waiting.reject(new ClientRefusal(error?.code ?? 0, error?.message ?? ''));
    return true;
  }

  /** Nobody will answer any more; calls that wait for no answer may run to their end. */
  abandon(reason: Error): void {
    for (const waiting of this.waiting.values()) waiting.reject(reason);
    this.waiting.clear();
  }
}

/** The client answered a request of ours with an error. */
class ClientRefusal extends InvalidParamsError {
  constructor(code: number, message: string) {
    super(`The client refused: ${quote(message)} (${code})`);
  }
}
