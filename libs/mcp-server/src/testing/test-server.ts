import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { TokenSigner, type TokenGrant } from '@repo/auth';
import { loadConfig } from '@repo/config';
import { Database } from '@repo/database';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import { connectionLimits, type ConnectionLimits } from '../http/connection-limits';
import { HttpApi } from '../http-api';
import type { ServerOptions } from '../server-options';
import { callMessage, CALL_HEADERS, REVISION } from './call-message';

/** A whole server in the process of a test, over HTTP on a free port. */
export class TestServer {
  private readonly clients: Client[] = [];

  private constructor(
    private readonly api: HttpApi,
    readonly log: LogLines,
  ) {}

  /** As `listening`, and with its database open. */
  static async start(...settings: Parameters<typeof TestServer.listening>): Promise<TestServer> {
    const server = await TestServer.listening(...settings);
    await server.get(Database).opened;
    return server;
  }

  /**
   * As soon as it listens, while its database is being opened.
   *
   * @param environment settings as in the environment
   * @param limits of connections, where they differ from those of production
   */
  static async listening(
    server: ServerOptions,
    environment: Record<string, string> = {},
    limits: Partial<ConnectionLimits> = {},
  ): Promise<TestServer> {
    const settings = { ENVIRONMENT: 'test', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug' };
    // A test calls more often than a caller should; those of limits set their own.
    const unlimited = { RATE_LIMIT_REQUESTS: '1000000', CALLER_SHARE: '100' };
    const { sections = [] } = server;
    const config = loadConfig({ ...settings, ...unlimited, ...environment }, { sections });
    const log = new LogLines();
    const { logging, secrets } = config;
    const logger = createLogger({ name: 'test', level: logging.level, destination: log, secrets });
    const api = await HttpApi.start(
      { server, config, logger },
      { ...connectionLimits(config.http, config.rateLimit), ...limits },
    );
    return new TestServer(api, log);
  }

  get url(): string {
    return this.api.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  fetch(path: string, request?: RequestInit): Promise<Response> {
    return fetch(this.url + path, request);
  }

  /** Calls a tool in the modern era. */
  call(name: string, input: object = {}, request: RequestInit & { path?: string } = {}) {
    const { path = '/mcp', headers, ...rest } = request;
    return this.fetch(path, {
      method: 'POST',
      headers: { ...CALL_HEADERS, 'mcp-name': name, ...(headers as Record<string, string>) },
      body: JSON.stringify(callMessage(name, input)),
      ...rest,
    });
  }

  /** Opens a session in the legacy era. */
  async initialize(more: Record<string, string> = {}): Promise<string> {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '0' },
    };
    const answer = await this.fetch('/mcp', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...more,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
    });
    return answer.headers.get('mcp-session-id') ?? '';
  }

  /** A client of the SDK, without a token. It is closed with the server. */
  async connect(era: 'modern' | 'legacy'): Promise<Client> {
    const mode = era === 'modern' ? { pin: REVISION } : era;
    const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
    this.clients.push(client);
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', this.url)));
    return client;
  }

  /** Any provider of the application. */
  get<T>(token: abstract new (...parameters: never[]) => T): T {
    return this.api.get(token);
  }

  /** A token of this server. */
  sign(grant: TokenGrant): string {
    return this.api.get(TokenSigner).sign(grant);
  }

  async stop(force?: AbortSignal): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    await this.api.stop(force);
  }
}
