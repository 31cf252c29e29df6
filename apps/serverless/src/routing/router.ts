import { randomUUID } from 'node:crypto';
import type { HttpReply } from '@repo/mcp-core';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import type { FunctionExchange } from './function-exchange';
import { HealthRoutes } from './health.routes';
import { McpRoutes } from './mcp.routes';
import { problem } from './problem';
import type { TokenRoutes } from './token.routes';
import { WellKnownRoutes } from './well-known.routes';

/** Finds who answers a path. */
export class Router {
  private readonly logger = new Logger('Function');
  private readonly mcp: McpRoutes;
  private readonly health: HealthRoutes;
  private readonly wellKnown: WellKnownRoutes;

  /** @param tokens where there are stored clients */
  constructor(
    context: INestApplicationContext,
    private readonly tokens?: TokenRoutes,
  ) {
    this.mcp = context.get(McpRoutes);
    this.health = context.get(HealthRoutes);
    this.wellKnown = context.get(WellKnownRoutes);
  }

  /** Never rejects: a fault of ours is answered with its reference, and logged. */
  async answer(exchange: FunctionExchange): Promise<HttpReply> {
    try {
      return (
        (await this.mcp.answer(exchange)) ??
        (await this.tokens?.answer(exchange)) ??
        this.document(exchange)
      );
    } catch (error) {
      const reference = randomUUID();
      const stack = error instanceof Error ? error.stack : String(error);
      this.logger.error(`A request failed, reference ${reference}`, stack);
      return problem(500, { reference });
    }
  }

  private document({ method, path }: FunctionExchange): HttpReply {
    const isHealth = this.health.paths.some((known) => known === path);
    const reply = isHealth ? this.health.answer() : this.wellKnown.answer(path);
    if (reply === undefined) return problem(404);
    return method === 'GET' ? reply : problem(405, {}, { allow: 'GET' });
  }
}
