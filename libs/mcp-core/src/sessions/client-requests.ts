import { randomUUID } from 'node:crypto';
import {
  notificationFrame,
  requestFrame,
  type JsonRpcResponse,
  type Params,
} from '../protocol/json-rpc';
import { quote } from '@repo/foundation';
import { InvalidParamsError } from '../protocol/protocol.error';

/** Sends an encoded message to the client. */
export type SendFrame = (frame: string) => void;

interface PendingRequest {
  resolve(result: Params): void;
  reject(error: Error): void;
}

/** The requests of this host to the client of a session that have no response yet. */
export class ClientRequests {
  private readonly pending = new Map<unknown, PendingRequest>();

  /** @param idPrefix begins the ids of requests, so that a response shows which process waits for it */
  constructor(private readonly idPrefix: string) {}

  get size(): number {
    return this.pending.size;
  }

  /** Sends the client a request, and waits for its response. */
  send(sendFrame: SendFrame, method: string, params: Params, signal: AbortSignal): Promise<Params> {
    const id = `${this.idPrefix}.${randomUUID()}`;
    return new Promise<Params>((resolve, reject) => {
      const abort = () => {
        this.pending.delete(id);
        sendFrame(
          notificationFrame('notifications/cancelled', {
            requestId: id,
            reason: 'No longer needed',
          }),
        );
        reject(signal.reason as Error);
      };
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      const settled = () => signal.removeEventListener('abort', abort);
      this.pending.set(id, {
        resolve: (result) => (settled(), resolve(result)),
        reject: (error) => (settled(), reject(error)),
      });
      sendFrame(requestFrame(id, method, params));
    });
  }

  /** @returns whether the response is to a request of this process */
  settle({ id, result, error }: JsonRpcResponse): boolean {
    const request = this.pending.get(id);
    if (request === undefined) return false;
    this.pending.delete(id);
    if (result !== undefined) request.resolve(result);
    else request.reject(new ClientRefusal(error?.code ?? 0, error?.message ?? ''));
    return true;
  }

  /** No more responses will come; calls that need none may run to their end. */
  rejectAll(reason: Error): void {
    for (const request of this.pending.values()) request.reject(reason);
    this.pending.clear();
  }
}

/** The client responded to a request of this host with an error. */
class ClientRefusal extends InvalidParamsError {
  constructor(code: number, message: string) {
    super(`The client refused: ${quote(message)} (${code})`);
  }
}
