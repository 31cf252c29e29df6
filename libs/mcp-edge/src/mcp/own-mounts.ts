import { ProtectedResources } from '@repo/auth';
import { AuthConfig } from '@repo/config';
import { McpHttpHost } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Mount } from './mount';

/** The endpoints of this platform. The first stands for the whole server. */
@Injectable()
export class OwnMounts {
  readonly all: readonly Mount[];

  constructor(handler: McpHttpHost, { mcpAuth }: AuthConfig, resources: ProtectedResources) {
    this.all = [
      { path: '/mcp', handler, demand: mcpAuth, resource: resources.at('/mcp') },
      {
        path: '/mcp/protected',
        handler,
        demand: 'required',
        resource: resources.at('/mcp/protected'),
      },
    ];
  }
}
