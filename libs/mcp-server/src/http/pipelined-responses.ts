import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answers that wait behind an earlier one, for a client that sends its next request before it has
 * its answer (RFC 9112, section 9.3.2). When it goes away, Node tells only the answer whose turn it
 * is; here the others are told as well, or their calls would run on, and count as under way for ever.
 */
export class PipelinedResponses {
  private readonly ofSocket = new WeakMap<Socket, Set<ServerResponse>>();

  /** To be called with every request: most answers need not wait, which costs one look. */
  add({ socket }: IncomingMessage, answer: ServerResponse): void {
    if (answer.socket !== null) return;
    const waiting = this.ofSocket.get(socket) ?? this.watch(socket);
    waiting.add(answer);
    answer.once('close', () => waiting.delete(answer));
  }

  private watch(socket: Socket): Set<ServerResponse> {
    const waiting = new Set<ServerResponse>();
    this.ofSocket.set(socket, waiting);
    socket.once('close', () => {
      for (const answer of waiting) answer.emit('close');
    });
    return waiting;
  }
}
