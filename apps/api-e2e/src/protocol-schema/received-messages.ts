import { isObject } from '@repo/foundation';
import { ProtocolSchema } from './protocol-schema';
import type { Revision } from './published-schemas';

/** What the transports of both SDKs have. */
interface Transport {
  onmessage?: (message: never, ...more: never[]) => void;
  send(message: unknown, ...more: unknown[]): Promise<void>;
}

/** Holds all that a server sends to one client against the schema of its revision. */
export class ReceivedMessages {
  private readonly schema: ProtocolSchema;
  /** Of the client's requests, by their ids. */
  private readonly methods = new Map<unknown, unknown>();
  private readonly faults: string[] = [];

  constructor(revision: Revision) {
    this.schema = ProtocolSchema.of(revision);
  }

  /** Listens to a transport that no client is connected to yet. */
  listenTo(transport: object): void {
    const wire = transport as Transport;
    const send = wire.send.bind(wire);
    // The SDKs' clients call what they find here before they handle a message themselves.
    wire.onmessage = (message: unknown) => this.received(message);
    wire.send = (message, ...more) => {
      this.sent(message);
      return send(message, ...more);
    };
  }

  sent(message: unknown): void {
    if (isObject(message) && 'method' in message)
      this.methods.set(message['id'], message['method']);
  }

  received(message: unknown): void {
    const method = isObject(message) ? this.methods.get(message['id']) : undefined;
    const fault = this.schema.faultIn(message, method);
    if (fault !== undefined) this.faults.push(fault);
  }

  /** @throws {Error} with all messages that the schema forbids */
  assertValid(): void {
    if (this.faults.length > 0) throw new Error(`Sent by the server:\n${this.faults.join('\n')}`);
  }
}
