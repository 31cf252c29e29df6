import { ProtectedResources, type AuthDemand, type ProtectedResource } from '@repo/auth';
import { AuthConfig } from '@repo/config';
import { McpHttpHost, V1ServerHost, type HttpHandler } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** Something that speaks MCP at a path. */
export interface Mount {
  readonly path: string;
  readonly handler: HttpHandler;
  /** Whether callers need a token. */
  readonly demand: AuthDemand;
  /** What tokens must be for. */
  readonly resource: ProtectedResource;
}

/** This platform's own endpoint, and the existing servers that modules of the app provide. */
@Injectable()
export class Mounts {
  constructor(
    private readonly host: McpHttpHost,
    private readonly discovery: DiscoveryService,
    private readonly auth: AuthConfig,
    private readonly resources: ProtectedResources,
  ) {}

  /** @throws {Error} two of them want the same path, or one wants none that starts with a slash */
  all(): readonly Mount[] {
    const demand = this.auth.mcpAuth;
    const own = [
      { path: '/mcp', handler: this.host, demand },
      { path: '/mcp/protected', handler: this.host, demand: 'required' as const },
    ];
    const existing = this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance) => instance instanceof V1ServerHost)
      .map((handler) => ({ path: handler.path, handler, demand }));
    const mounts = [...own, ...existing];
    return checked(mounts).map((mount) => ({ ...mount, resource: this.resources.at(mount.path) }));
  }
}

function checked<M extends Pick<Mount, 'path'>>(mounts: readonly M[]): readonly M[] {
  const taken = new Set<string>();
  for (const { path } of mounts) {
    if (!/^(?:\/[\w.~-]+)+$/.test(path)) {
      throw new Error(
        `An MCP server cannot be mounted at "${path}". Use a path like /billing/mcp.`,
      );
    }
    if (taken.has(path)) {
      throw new Error(`Two MCP servers are mounted at "${path}". Give one of them another path.`);
    }
    taken.add(path);
  }
  return mounts;
}
