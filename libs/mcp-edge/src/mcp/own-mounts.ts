import { ProtectedResources } from '@repo/auth';
import { AuthConfig } from '@repo/config';
import { McpHost, McpHttpHost, type HttpHandler } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Mount } from './mount';

/** The endpoints of this platform. The first stands for all of them. */
@Injectable()
export class OwnMounts {
  private readonly main: readonly Mount[];

  constructor(
    private readonly http: McpHttpHost,
    private readonly host: McpHost,
    private readonly auth: AuthConfig,
    private readonly resources: ProtectedResources,
  ) {
    this.main = this.mountsAt('/mcp', http);
  }

  /** To be asked for once the application is initialized: then the named servers are known. */
  get all(): readonly Mount[] {
    const named = this.host.serverNames.flatMap((name) =>
      this.mountsAt(`/mcp/${name}`, this.http.at(name), name),
    );
    return [...this.main, ...named];
  }

  /** A server as the settings demand, and with a token always required. */
  private mountsAt(path: string, handler: HttpHandler, name?: string): Mount[] {
    const guarded = `${path}/protected`;
    const describe = () => this.host.server(name).description;
    return [
      { path, handler, demand: this.auth.mcpAuth, resource: this.resources.at(path), describe },
      { path: guarded, handler, demand: 'required', resource: this.resources.at(guarded) },
    ];
  }
}
