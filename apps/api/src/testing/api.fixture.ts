import { TokenSigner, type TokenGrant } from '@repo/auth';
import { loadConfig } from '@repo/config';
import { Database } from '@repo/database';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import { Module } from '@nestjs/common';
import type { Imports } from '../foundation';
import { connectionLimits, type ConnectionLimits } from '../http/connection-limits';
import { HttpApi } from '../http-api';
import { ApiFeatures } from './features.fixture';

@Module({})
class NoMore {}

/** The whole api of a test, on a free port. */
export class TestApi {
  private constructor(
    private readonly api: HttpApi,
    readonly log: LogLines,
  ) {}

  /** As `listening`, and with its database open. */
  static async start(...settings: Parameters<typeof TestApi.listening>): Promise<TestApi> {
    const api = await TestApi.listening(...settings);
    await api.get(Database).opened;
    return api;
  }

  /**
   * As soon as it listens, while its database is being opened.
   *
   * @param environment settings as in the environment
   * @param limits of connections, where they differ from those of production
   */
  static async listening(
    environment: Record<string, string> = {},
    more: Imports[number] = NoMore,
    limits: Partial<ConnectionLimits> = {},
  ): Promise<TestApi> {
    const settings = { ENVIRONMENT: 'test', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug' };
    // A test calls more often than a caller should; those of limits set their own.
    const unlimited = { RATE_LIMIT_REQUESTS: '1000000', CALLER_SHARE: '100' };
    const config = loadConfig({ ...settings, ...unlimited, ...environment });
    const log = new LogLines();
    const { logging, secrets } = config;
    const logger = createLogger({ name: 'test', level: logging.level, destination: log, secrets });
    const api = await HttpApi.start(
      { config, logger, features: [ApiFeatures, more] },
      { ...connectionLimits(config.http, config.rateLimit), ...limits },
    );
    return new TestApi(api, log);
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

  /** Any provider of the application. */
  get<T>(token: abstract new (...parameters: never[]) => T): T {
    return this.api.get(token);
  }

  /** A token of this server. */
  sign(grant: TokenGrant): string {
    return this.api.get(TokenSigner).sign(grant);
  }

  stop(force?: AbortSignal): Promise<void> {
    return this.api.stop(force);
  }
}

const REVISION = '2026-07-28';

const CALL_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': REVISION,
  'mcp-method': 'tools/call',
};

/** A call of a tool in the modern era, as any transport carries it. */
export function callMessage(name: string, input: object = {}) {
  return {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name,
      arguments: input,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': REVISION,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  };
}

/** The text of a tool's result. */
export async function textOf(answer: Response): Promise<string | undefined> {
  const { result } = (await answer.json()) as { result?: { content: { text: string }[] } };
  return result?.content[0]?.text;
}
