import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { TokenEndpoint } from '@repo/auth/clients';
import { SignIn } from '@repo/auth/sign-in';
import { EdgeRoutes, type EdgeHandler } from '@repo/mcp-edge';
import { Injectable } from '@nestjs/common';
import type { HttpLog } from '../http/http-log';
import { UnfinishedBodies } from '../http/unfinished-bodies';
import { CallsInFlight } from './calls-in-flight';
import { Mounts } from './mounts';
import { NodeRequest } from './node-request';
import { OpenStreams } from './open-streams';
import { sendReply } from './send-reply';

/**
 * The paths of the edge as listeners of `node:http`. A Nest controller with a guard would cost each
 * call as much again as a whole raw HTTP request; see also `HttpFrontend`.
 */
@Injectable()
export class EdgeListeners {
  constructor(
    private readonly routes: EdgeRoutes,
    private readonly mounts: Mounts,
    private readonly tokens: TokenEndpoint,
    private readonly people: SignIn,
    private readonly calls: CallsInFlight,
    private readonly streams: OpenStreams,
    private readonly bodies: UnfinishedBodies,
  ) {}

  /**
   * By path. To be asked for once the application is initialized: then all protected resources are
   * known.
   *
   * @param log of what is no request of MCP
   * @throws {Error} two MCP servers want the same path, or one wants none that starts with a slash
   */
  all(log: HttpLog): ReadonlyMap<string, RequestListener> {
    const mounts = this.mounts
      .all()
      .map((mount) => ({ ...mount, handler: this.calls.counted(mount.handler) }));
    const paths = new Set(mounts.map(({ path }) => path));
    const routes = [
      ...this.routes.all(mounts, this.tokens, this.people.isOn ? this.people : undefined),
    ];
    return new Map(
      routes.map(([path, handler]) => {
        const listener = this.listener(handler);
        // MCP requests have observers of their own.
        return [path, paths.has(path) ? listener : log.of(listener)];
      }),
    );
  }

  private listener(handler: EdgeHandler): RequestListener {
    return (raw, response) => {
      const request = new NodeRequest(raw, response, this.bodies);
      handler(request, (reply) => {
        if (reply.body instanceof Readable) this.streams.add(response, request.auth);
        request.leaveUnreadBody();
        sendReply(request, reply);
      });
    };
  }
}
