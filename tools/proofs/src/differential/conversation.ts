import { isObject, withTimeout } from '@repo/foundation';
import { isServerRequest, Reply, type Answer } from './answer';
import { ENDPOINT, type Subject } from './subjects/subject';
import {
  alone,
  inSession,
  initializeParams,
  modern,
  NO_ID,
  type Case,
  type WireRequest,
} from './wire-request';

/** Milliseconds; longer than any answer takes on the busiest machine. */
const TIMEOUT_MS = 60_000;

/** A client of one side: it has its own session, state and event ids there. */
export class Conversation {
  private readonly values = new Map<string, string>();

  constructor(private readonly subject: Subject) {}

  /** Gets the values that requests name: sessions, a state, an event. */
  async open(): Promise<void> {
    for (const name of ['session', 'chatty', 'closed', 'doomed']) {
      this.values.set(name, await this.openSession());
    }
    this.values.set('batching', await this.openSession('2025-03-26'));
    await this.send({
      ...inSession('', {}, session('closed')),
      httpMethod: 'DELETE',
      body: undefined,
    });
    const talk = { name: 'report', _meta: { progressToken: 'p' } };
    const streamed = await this.send(inSession('tools/call', talk));
    this.values.set('event', streamed.firstEventId ?? '');
    const asked = await this.send(modern('tools/call', { name: 'greet' }));
    const { result } = asked.messages.at(-1) as { result: { requestState: string } };
    this.values.set('state', result.requestState);
    this.listen();
  }

  /** Takes what belongs to no request: questions to a client whose calls take no event stream. */
  private listen(): void {
    const request = { ...inSession(''), httpMethod: 'GET', body: undefined, take: Infinity };
    void this.exchange(request);
  }

  async answer(request: Case | WireRequest): Promise<Answer> {
    return (await this.send(request)).toAnswer();
  }

  private async openSession(protocolVersion = '2025-11-25'): Promise<string> {
    const opened = await this.send(alone('initialize', { ...initializeParams, protocolVersion }));
    const id = opened.response.headers.get('mcp-session-id') ?? '';
    this.values.set('opening', id);
    await this.send(
      inSession('notifications/initialized', undefined, { id: NO_ID, ...session('opening') }),
    );
    return id;
  }

  private async send(request: Case | WireRequest): Promise<Reply> {
    return withTimeout(TIMEOUT_MS, this.exchange(request), () => {
      throw new Error(`No end within ${TIMEOUT_MS} ms of ${JSON.stringify(request)}`);
    });
  }

  private async exchange(request: Case | WireRequest): Promise<Reply> {
    const { httpMethod: method = 'POST', body } = request;
    const filled = new Request(ENDPOINT, {
      method,
      headers: Object.entries(request.headers).map(([name, value]) => [name, this.fill(value)]),
      body: body === undefined ? undefined : this.fill(body),
    });
    const { reply: answer, take = method === 'GET' ? 0 : Infinity } = request as Case;
    const response = await this.subject.fetch(filled);
    return Reply.read(response, take, (message) => this.hear(message, request, answer));
  }

  /** @returns whether the client has seen enough of a stream */
  private async hear(message: unknown, request: WireRequest, reply: unknown): Promise<boolean> {
    if (isServerRequest(message)) {
      const answer = isObject(reply) ? reply : { result: { action: 'cancel' } };
      const { headers } = inSession('');
      const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer });
      const id = request.headers['mcp-session-id'] ?? '';
      await this.send({ headers: { ...headers, 'mcp-session-id': id }, body });
    }
    // A subscription goes on for as long as its client stays.
    return isObject(message) && message['method'] === 'notifications/subscriptions/acknowledged';
  }

  private fill(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => this.values.get(name) ?? name);
  }
}

const session = (name: string) => ({ headers: { 'mcp-session-id': `{{${name}}}` } });
