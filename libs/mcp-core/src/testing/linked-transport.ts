import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { MessageConnection } from '../transports/stdio/message-connection';

/** Joins an SDK client to a connection of this host, without a socket or a process between. */
export class LinkedTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  private connection?: MessageConnection;

  /** @param open makes the host's end, which answers through the given function */
  constructor(private readonly open: (write: (frame: string) => void) => MessageConnection) {}

  async start(): Promise<void> {
    this.connection = this.open((frame) => {
      // As on a wire: the client sees a copy, later.
      setImmediate(() => this.onmessage?.(JSON.parse(frame) as JSONRPCMessage));
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.connection?.receive(JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.connection?.cancel();
    this.onclose?.();
  }
}
