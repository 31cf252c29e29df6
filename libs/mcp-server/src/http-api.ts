import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IssuerRegistry, PublicUrl } from '@repo/auth';
import type { ServerConfig } from '@repo/config';
import { SystemClock } from '@repo/foundation';
import { McpHost } from '@repo/mcp-core';
import { ClientAddress } from '@repo/mcp-edge';
import { AppLogger, Draining, orListenError } from '@repo/telemetry';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module';
import { addressUrl } from './http/address-url';
import { addBodyParsers } from './http/body-parsers';
import { connectionLimits, type ConnectionLimits } from './http/connection-limits';
import { HttpFrontend } from './http/http-frontend';
import { createHttpAdapter } from './http/http-adapter';
import { HttpLog } from './http/http-log';
import { limitBodies } from './http/limit-bodies';
import { NO_DRAIN, type DrainLimits } from './http/drain-monitor';
import { answerNotFound, PublicPaths } from './http/public-paths';
import { addSecurityHeaders } from './http/security-headers';
import { UnfinishedBodies } from './http/unfinished-bodies';
import { whenListening } from './http/when-listening';
import { CallsInFlight } from './mcp/calls-in-flight';
import { EdgeListeners } from './mcp/edge-listeners';
import { OpenApiDocument } from './openapi/openapi.document';

/** The running server. */
export class HttpApi {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly front: HttpFrontend,
    private readonly log: HttpLog,
    /** Of the server, without a path. */
    readonly url: string,
    private readonly flushTimeoutMs: number,
  ) {}

  /**
   * @param limits of connections; default: those of the settings
   * @throws what is wrong with a module, a feature or the address
   */
  static async start(
    parts: AppParts,
    limits: ConnectionLimits = connectionLimits(parts.config.http, parts.config.rateLimit),
  ): Promise<HttpApi> {
    const { server, http, logging, rateLimit } = parts.config;
    const addresses = new ClientAddress(http);
    const publicPaths = new PublicPaths(http.publicPaths);
    const log = new HttpLog(parts.logger, addresses, new SystemClock(), logging.access);
    const front = new HttpFrontend(limits, publicPaths, log.of(answerNotFound), addresses);
    const adapter = createHttpAdapter(front, http);
    limitBodies(adapter, new UnfinishedBodies(http, rateLimit), addresses, http);
    log.install(adapter);
    const failed = new AbortController();
    const listening = whenListening(adapter.getHttpServer<Server>(), failed.signal);
    // In production nobody waits for it.
    listening.catch(() => undefined);
    let app: NestFastifyApplication | undefined;
    try {
      const { databaseFeatures } = await parts.server.database();
      app = await NestFactory.create<NestFastifyApplication>(
        AppModule.forHttp(parts, databaseFeatures, listening),
        adapter,
        {
          logger: AppLogger.on(parts.logger),
          abortOnError: false,
        },
      );
      addBodyParsers(app, http);
      const url = await HttpApi.listen(app, front, log, server);
      return new HttpApi(app, front, log, url, limits.flushTimeoutMs);
    } catch (error) {
      // What fails from here on fails for this reason, which whoever starts the api tells.
      if (parts.logger.isLevelEnabled('fatal')) parts.logger.level = 'fatal';
      // Or what waits for the database would wait for ever.
      failed.abort(error);
      await app?.close();
      throw error;
    }
  }

  /** @returns the address */
  private static async listen(
    app: NestFastifyApplication,
    front: HttpFrontend,
    log: HttpLog,
    server: ServerConfig,
  ): Promise<string> {
    await addSecurityHeaders(app, server);
    app.get(OpenApiDocument, { strict: false }).describe(app);
    await app.init();
    const mcp = app.get(McpHost, { strict: false });
    const edge = app.get(EdgeListeners, { strict: false }).all(log);
    front.serve(edge, (request) => mcp.refused(request));
    const { host, port } = server;
    await orListenError(app.listen(port, host), { host, port, variable: 'PORT' });
    const address = app.getHttpServer().address() as AddressInfo;
    const url = addressUrl(host, address.port);
    app.get(PublicUrl, { strict: false }).listensAt(url);
    app.get(IssuerRegistry, { strict: false }).warmUp();
    return url;
  }

  /** Any provider of the application. */
  get<T>(token: NewableFunction & { readonly prototype: T }): T {
    return this.app.get(token, { strict: false });
  }

  /**
   * Takes no new connections, lets calls end, then closes streams and modules.
   *
   * @param force aborted: calls that still run are cut off, which aborts their signal
   * @param quiet how long clients get to learn that they should connect elsewhere
   */
  async stop(force?: AbortSignal, quiet: DrainLimits = NO_DRAIN): Promise<void> {
    const server: Server = this.app.getHttpServer();
    const closed = once(server, 'close');
    this.get(Draining).begin();
    const calls = this.get(CallsInFlight);
    const drained = this.front.drain(server, () => calls.idle(), quiet);
    await Promise.race([drained, aborted(force)]);

    const tooLate = setTimeout(() => server.closeAllConnections(), this.flushTimeoutMs);
    server.closeIdleConnections();
    await this.app.close();
    server.closeIdleConnections();
    await closed;
    clearTimeout(tooLate);
    this.log.flush();
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
