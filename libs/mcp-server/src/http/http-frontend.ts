import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { KeyedSemaphore } from '@repo/foundation';
import type { RefusedRequest } from '@repo/mcp-core';
import {
  repeatedHeader,
  repeatedHeaderError,
  repeatedHeaderReply,
  type ClientAddress,
} from '@repo/mcp-edge';
import { counter } from '@repo/telemetry';
import { Logger } from '@nestjs/common';
import type { ConnectionLimits } from './connection-limits';
import { DrainMonitor, type DrainLimits } from './drain-monitor';
import type { PublicPaths } from './public-paths';
import { StalledWrites } from './stalled-writes';
import { PipelinedResponses } from './pipelined-responses';

/**
 * The one HTTP server. Requests to the edge of the MCP endpoint go to plain listeners, on whose way
 * nothing lies that Nest, a middleware or a plugin hooks into the other routes.
 */
export class HttpFrontend {
  private readonly logger = new Logger(HttpFrontend.name);
  private edge: ReadonlyMap<string, RequestListener> = new Map();
  private onRefused?: (request: RefusedRequest) => void;
  private readonly sockets = new Set<Socket>();
  private readonly pipelined = new PipelinedResponses();
  private draining?: DrainMonitor;

  private readonly ofAddress: KeyedSemaphore;
  private readonly refusedConnections = counter({
    name: 'mcp_connections_refused_total',
    help: 'Connections that were closed at once: of the process or of one address too many were open.',
    labelNames: ['limit'],
  });

  /** @param notFound answers where a path is not public, before anything else sees the request */
  constructor(
    private readonly limits: ConnectionLimits,
    private readonly publicPaths: PublicPaths,
    private readonly notFound: RequestListener,
    private readonly addresses: ClientAddress,
  ) {
    this.ofAddress = new KeyedSemaphore(limits.maxPerAddress);
    for (const limit of ['process', 'address'] as const) this.refusedConnections.inc({ limit }, 0);
  }

  /**
   * Makes the server. No time limit for answers, as event streams last and calls have their own, but
   * one for clients that do not take them.
   */
  create(others: RequestListener): Server {
    const { limits } = this;
    const timeouts = {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    };
    const server = createServer(timeouts, (request, response) => {
      this.pipelined.add(request, response);
      if (this.draining !== undefined) {
        this.draining.noteActivity();
        // The client opens its next connection elsewhere.
        response.setHeader('connection', 'close');
      }
      const repeated = repeatedHeader(request);
      if (repeated !== undefined) return this.refuse(request, response, repeated);
      const path = pathOf(request.url ?? '');
      const listener = this.edge.get(path) ?? (this.publicPaths.has(path) ? others : this.notFound);
      listener(request, response);
    });
    server.on('connection', (socket: Socket) => {
      // Not by `server.maxConnections`: full worker processes would hand it round without end.
      if (this.sockets.size >= limits.maxConnections) return this.close(socket, 'process');
      const network = this.addresses.networkOf(socket);
      if (network !== undefined && !this.ofAddress.tryAcquire(network)) {
        return this.close(socket, 'address');
      }
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        if (network !== undefined) this.ofAddress.release(network);
      });
    });
    // A server that never listens is never closed either.
    server.once('listening', () => {
      const watching = new StalledWrites(this.sockets, limits.writeTimeoutMs).watch();
      server.once('close', () => clearInterval(watching));
    });
    return server;
  }

  /**
   * @param edge the listeners before the others, by path
   * @param onRefused observes what is refused before any of them
   */
  serve(
    edge: ReadonlyMap<string, RequestListener>,
    onRefused: (request: RefusedRequest) => void,
  ): void {
    this.onRefused = onRefused;
    this.edge = new Map([...edge].filter(([path]) => this.publicPaths.has(path)));
    const withheld = [...edge.keys()].filter((path) => !this.edge.has(path));
    if (withheld.length === 0) return;
    this.logger.warn(
      `PUBLIC_PATHS withhold ${withheld.join(', ')}: clients are answered 404 there. ` +
        'Add what they need, such as /mcp/* for /mcp and all below it.',
    );
  }

  /**
   * Takes no new connections. Those that are open are closed with their next answer, which tells the
   * client; to close them while they are idle would cut off a request that is on its way.
   *
   * @param idle resolves when the calls that have come are done
   * @returns when clients that keep sending have been told, and the others may be closed
   */
  drain(server: Server, idle: () => Promise<void>, limits: DrainLimits): Promise<void> {
    this.draining = new DrainMonitor(this.sockets, limits);
    // That of `http` would close the idle ones as well.
    NetServer.prototype.close.call(server);
    return this.draining.drained(idle);
  }

  private close(socket: Socket, limit: 'process' | 'address'): void {
    this.refusedConnections.inc({ limit });
    socket.destroy();
  }

  private refuse(request: IncomingMessage, response: ServerResponse, header: string): void {
    const { status, headers, body } = repeatedHeaderReply(header);
    response.writeHead(status, headers).end(body);
    const [error, address] = [repeatedHeaderError(header), this.addresses.of(request)];
    this.onRefused?.({ error, headers: request.headers, address });
  }
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
