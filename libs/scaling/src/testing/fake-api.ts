import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ApiRequest<Body = unknown> {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong with one request. */
export type ApiFault =
  | { readonly answer: ApiAnswer }
  /** The connection breaks: before anything happened, or when all had happened but the answer. */
  | 'cut-before'
  | 'cut-after'
  | 'hang';

/** An HTTP server on a free port that speaks a platform's protocol, and fails as told. */
export class FakeApi {
  readonly requests: ApiRequest[] = [];
  private readonly faults = new Map<number, ApiFault>();
  private lasting: ApiFault | undefined;
  private interceptor: ((request: ApiRequest) => ApiFault) | undefined;
  private server!: Server;

  private constructor(
    private readonly answer: (request: ApiRequest) => ApiAnswer,
    private readonly scheme: 'http' | 'https',
  ) {}

  /** @param answer is trusted to know the bodies that its paths get */
  static async start<Body>(
    answer: (request: ApiRequest<Body>) => ApiAnswer,
    tls?: { readonly key: string; readonly cert: string },
  ): Promise<FakeApi> {
    const api = new FakeApi(
      answer as (request: ApiRequest) => ApiAnswer,
      tls === undefined ? 'http' : 'https',
    );
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void api.handle(request, response);
    api.server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The request that comes after `skip` others fails. */
  failAfter(skip: number, fault: ApiFault): void {
    this.faults.set(this.requests.length + skip, fault);
  }

  /** Every request fails, until called without a fault, which forgets those to come as well. */
  failAlways(fault?: ApiFault): void {
    this.lasting = fault;
    if (fault === undefined) this.faults.clear();
  }

  /** What becomes of every request is decided by `interceptor`, instead of all that was told before. */
  intercept(interceptor: (request: ApiRequest) => ApiFault): void {
    this.interceptor = interceptor;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(message.url ?? '/', this.url);
    const request: ApiRequest = {
      method: message.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: message.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as unknown,
    };
    const fault =
      this.interceptor?.(request) ?? this.lasting ?? this.faults.get(this.requests.length);
    this.requests.push(request);
    if (fault === 'hang') return;
    if (fault === 'cut-before') return void message.socket.destroy();
    const answer = typeof fault === 'object' ? fault.answer : this.answerOf(request);
    if (fault === 'cut-after') return void message.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  /** What a fake does not expect is told to its caller. */
  private answerOf(request: ApiRequest): ApiAnswer {
    try {
      return this.answer(request);
    } catch (error) {
      return { status: 400, body: { __type: 'Unexpected', message: String(error) } };
    }
  }
}
