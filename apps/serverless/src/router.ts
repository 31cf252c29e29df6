import type { TokenEndpoint } from '@repo/auth/clients/serving';
import type { HttpReply } from '@repo/mcp-core';
import { EdgeRoutes, OwnMounts, problemReply, type EdgeHandler } from '@repo/mcp-edge';
import type { INestApplicationContext } from '@nestjs/common';
import type { FunctionEdgeRequest } from './function-edge-request';
import { health, HEALTH_PATHS } from './health';

/** Finds who answers a path. */
export class Router {
  private readonly routes: ReadonlyMap<string, EdgeHandler>;

  /** @param tokens where there are stored clients */
  constructor(context: INestApplicationContext, tokens?: TokenEndpoint) {
    const mounts = context.get(OwnMounts, { strict: false }).all;
    this.routes = new Map([
      ...HEALTH_PATHS.map((path) => [path, health] as const),
      ...context.get(EdgeRoutes, { strict: false }).all(mounts, tokens),
    ]);
  }

  answer(edgeRequest: FunctionEdgeRequest): Promise<HttpReply> {
    const handler = this.routes.get(edgeRequest.path);
    if (handler === undefined) return Promise.resolve(problemReply(404));
    return new Promise((resolve) => handler(edgeRequest, resolve));
  }
}
