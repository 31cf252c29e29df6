import { ProtectedResources } from '@repo/auth';
import { AuthConfig } from '@repo/config';
import { V1ServerHost } from '@repo/mcp-core';
import { OwnMounts, type Mount } from '@repo/mcp-edge';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** This platform's own endpoints, and the existing servers that modules of the app provide. */
@Injectable()
export class Mounts {
  constructor(
    private readonly own: OwnMounts,
    private readonly discovery: DiscoveryService,
    private readonly auth: AuthConfig,
    private readonly resources: ProtectedResources,
  ) {}

  /** @throws {Error} two of them want the same path, or one wants none that starts with a slash */
  all(): readonly Mount[] {
    const existing = this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance) => instance instanceof V1ServerHost);
    checkPaths([...this.own.all, ...existing]);
    const { mcpAuth: demand } = this.auth;
    const mounts = existing.map((handler) => {
      const { path } = handler;
      return { path, handler, demand, resource: this.resources.at(path) };
    });
    return [...this.own.all, ...mounts];
  }
}

function checkPaths(mounts: readonly Pick<Mount, 'path'>[]): void {
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
}
