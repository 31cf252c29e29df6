import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { Quiet, type QuietLimits } from './quiet';

/** Milliseconds. How long a client may take for its headers, and for the whole request. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Milliseconds that an idle connection is kept: longer than load balancers keep theirs (AWS: 60 s),
 * or they would send a request just when we close.
 */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/**
 * The one HTTP server, before two routers: MCP requests take a way of their own, on which nothing
 * lies that Nest, a middleware or a plugin of the other routes hooks into theirs. That saves an
 * eighth of a call, and keeps it saved whatever is added there.
 */
export class FrontServer {
  private mcp?: RequestListener;
  private mcpPaths: ReadonlySet<string> = new Set();
  private readonly sockets = new Set<Socket>();
  private draining?: Quiet;

  /** Makes the server. No time limit for answers: event streams last, and calls have their own. */
  create(others: RequestListener): Server {
    const timeouts = {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    };
    const server = createServer(timeouts, (request, response) => {
      if (this.draining !== undefined) {
        this.draining.disturb();
        // The client opens its next connection elsewhere.
        response.setHeader('connection', 'close');
      }
      const listener = this.isMcp(request.url ?? '') ? (this.mcp ?? others) : others;
      listener(request, response);
    });
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    return server;
  }

  serveMcp(paths: readonly string[], listener: RequestListener): void {
    this.mcpPaths = new Set(paths);
    this.mcp = listener;
  }

  /**
   * Takes no new connections. Those that are open are closed with their next answer, which tells the
   * client; to close them while they are idle would cut off a request that is on its way.
   *
   * @param idle resolves when the calls that have come are done
   * @returns when clients that keep sending have been told, and the others may be closed
   */
  drain(server: Server, idle: () => Promise<void>, limits: QuietLimits): Promise<void> {
    this.draining = new Quiet(this.sockets, limits);
    // That of `http` would close the idle ones as well.
    NetServer.prototype.close.call(server);
    return this.draining.comes(idle);
  }

  private isMcp(url: string): boolean {
    const query = url.indexOf('?');
    return this.mcpPaths.has(query === -1 ? url : url.slice(0, query));
  }
}
