import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type Clock, SystemClock } from '@repo/foundation';
import {
  errorReply,
  header,
  type HttpHandler,
  type HttpReply,
  type HttpRequest,
} from '../transports/http/http-message';
import { countedAs } from '../protocol/caller-key';
import { principalOf } from '../protocol/client';
import { parseJson, readMessage } from '../protocol/json-rpc';
import {
  ErrorCode,
  InvalidParamsError,
  InvalidRequestError,
  ProtocolError,
} from '../protocol/protocol.error';
import { IdleMap, type Idling } from '../sessions/idle-map';
import { readInitialize } from '../sessions/initialize-params';

export interface V1ServerOptions {
  /** Where it is mounted, `/billing/mcp` for example. */
  readonly path: string;
  /** Makes a server for one session: a shared one would mix up its clients' answers. */
  readonly create: () => McpServer | Server | Promise<McpServer | Server>;
  /** Default 1,000. */
  readonly maxSessions?: number;
  /** Of one caller, or one address without a caller; default a quarter of all. */
  readonly maxSessionsPerCaller?: number;
  /** Milliseconds; default half an hour. */
  readonly sessionIdleTimeoutMs?: number;
}

/** Characters of an `initialize`, icons of the client included. */
const MAX_INITIALIZE_CHARACTERS = 16_384;

const DEFAULTS = { maxSessions: 1000, sessionIdleTimeoutMs: 30 * 60_000 };

/**
 * Hosts an existing server that was written with `@modelcontextprotocol/sdk` v1, unchanged, beside
 * `/mcp`: provide one of these and the api mounts it. It serves 2025-11-25 and older and runs on
 * the SDK's own transport, so what this host adds to its own features (interceptors, audit,
 * metrics, other replicas) does not reach it. The SDK is loaded with the first session.
 *
 * @example
 * ```ts
 * { provide: 'billing', useFactory: () =>
 *     new V1ServerHost({ path: '/billing/mcp', create: () => createBillingServer() }) }
 * ```
 */
export class V1ServerHost implements HttpHandler {
  private readonly sessions: IdleMap<V1Session>;
  private readonly sweeper: NodeJS.Timeout;

  constructor(
    private readonly options: V1ServerOptions,
    clock: Clock = new SystemClock(),
  ) {
    const { maxSessions, sessionIdleTimeoutMs } = { ...DEFAULTS, ...options };
    const maxPerOwner = options.maxSessionsPerCaller ?? Math.ceil(maxSessions / 4);
    this.sessions = new IdleMap({ maxSessions, maxPerOwner, sessionIdleTimeoutMs }, clock);
    this.sweeper = setInterval(() => this.sessions.endIdle(), 10_000).unref();
  }

  get path(): string {
    return this.options.path;
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    const id = header(request.headers, 'mcp-session-id');
    if (id === undefined) return this.open(request);
    const session = this.sessions.peek(id);
    if (session?.principal !== principalOf(request.auth)) return errorReply(undefined, UNKNOWN);
    this.sessions.use(id);
    return session.handle(request);
  }

  onModuleDestroy(): void {
    clearInterval(this.sweeper);
    for (const session of this.sessions.values()) session.end();
  }

  private async open(request: HttpRequest): Promise<HttpReply> {
    try {
      if (!opens(request)) return errorReply(undefined, NO_SESSION);
    } catch (error) {
      return errorReply(undefined, error as ProtocolError);
    }
    const { WebStandardStreamableHTTPServerTransport: Transport } =
      await import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js');
    const transport = new Transport({
      sessionIdGenerator: () => randomUUID(),
      onsessionclosed: (id: string) => this.sessions.end(id),
    });
    const server = await this.options.create();
    await server.connect(transport);
    const session = new V1Session(transport, principalOf(request.auth));
    try {
      const reply = await session.handle(request);
      if (transport.sessionId === undefined)
        session.end(); // the SDK refused it
      else this.sessions.add(transport.sessionId, session, countedAs(request));
      return reply;
    } catch (error) {
      session.end();
      if (error instanceof ProtocolError) return errorReply(undefined, error);
      throw error;
    }
  }
}

const NO_SESSION = new InvalidRequestError(
  'Header Mcp-Session-Id is missing. Open a session by "initialize".',
);
const UNKNOWN = new ProtocolError(ErrorCode.invalidRequest, 'Unknown session.', { status: 404 });

/** The part of the SDK's transport that is used here: its CommonJS and ESM types do not mix. */
interface WebTransport {
  handleRequest(request: Request, options: { authInfo?: AuthInfo }): Promise<Response>;
  close(): Promise<void>;
}

class V1Session implements Idling {
  private open = 0;

  constructor(
    private readonly transport: WebTransport,
    readonly principal: string,
  ) {}

  get isActive(): boolean {
    return this.open > 0;
  }

  end(): void {
    void this.transport.close();
  }

  async handle(http: HttpRequest): Promise<HttpReply> {
    this.open += 1;
    http.onDisconnect(() => (this.open -= 1));
    const request = toWebRequest(http);
    http.body = undefined;
    const response = await this.transport.handleRequest(request, {
      authInfo: http.auth,
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: response.body === null ? undefined : Readable.fromWeb(response.body),
    };
  }
}

/**
 * Only `initialize` opens a session; nothing else may create a server.
 *
 * @throws {ProtocolError} it is malformed, or larger than what a session may keep: the SDK keeps it all
 */
function opens({ method, body = '' }: HttpRequest): boolean {
  if (method !== 'POST') return false;
  const message = readMessage(parseJson(body));
  if (message.kind !== 'request' || message.method !== 'initialize') return false;
  readInitialize(message.params);
  if (body.length <= MAX_INITIALIZE_CHARACTERS) return true;
  throw new InvalidParamsError(
    `"initialize" has ${body.length} characters, more than the ${MAX_INITIALIZE_CHARACTERS} allowed here.`,
  );
}

function toWebRequest({ method, headers, body }: HttpRequest): Request {
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  // The transport ignores the address: host and origin were checked before.
  return new Request('http://localhost/', {
    method,
    headers: Object.fromEntries(given),
    body: method === 'POST' ? body : undefined,
  });
}
