import { randomUUID } from 'node:crypto';
import type { Era } from '../clients/client.interface';
import { isRevision, ProtocolSchema } from '../protocol-schema';
import { type Envelope, legacyRequest, modernRequest, type Params } from './envelope';
import { leakIn } from './leaks';
import { openSession } from './legacy-session';
import { post, send, type WireReply } from './wire';

export const ERAS: Era[] = ['legacy', 'modern'];

/**
 * Speaks both eras by hand, and holds for every reply that a bad request is the client's fault, and
 * that nothing of this machine is told.
 */
export class WireClient {
  static async open(url: URL): Promise<WireClient> {
    return new WireClient(url, await openSession(url));
  }

  private constructor(
    private readonly url: URL,
    readonly session: string,
  ) {}

  request(era: Era, method: string, params?: Params, id = randomUUID()): Envelope {
    return era === 'legacy'
      ? legacyRequest(this.session, id, method, params)
      : modernRequest(id, method, params);
  }

  call(era: Era, tool: string, args: Params = {}): Promise<WireReply> {
    return this.post(this.request(era, 'tools/call', { name: tool, arguments: args }));
  }

  async post(envelope: Envelope, init?: RequestInit): Promise<WireReply> {
    return checked(await post(this.url, envelope, init), envelope);
  }

  async send(init: RequestInit): Promise<WireReply> {
    return checked(await send(this.url, init));
  }
}

function checked(reply: WireReply, request?: Envelope): WireReply {
  expect(reply.status).toBeLessThan(500);
  expect(leakIn(reply.text)).toBeUndefined();
  const revision = request?.headers['mcp-protocol-version'];
  const schema = ProtocolSchema.of(isRevision(revision) ? revision : '2025-11-25');
  for (const message of reply.messages) {
    const isAnswer = !('method' in message);
    expect(schema.faultIn(message, isAnswer ? request?.body['method'] : undefined)).toBeUndefined();
  }
  return reply;
}
