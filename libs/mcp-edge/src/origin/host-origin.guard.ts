import type { IncomingHttpHeaders } from 'node:http';
import { HttpConfig } from '@repo/config';
import { RefusedError } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { AllowedHosts } from './allowed-hosts';
import { AllowedOrigins } from './allowed-origins';

/**
 * Looks at where a request came by and from, before anything of it is read.
 *
 * Both refusals are 403. For a wrong `Host` RFC 9110 has 421, but that invites the client to try
 * again over another connection, which is no mend for DNS rebinding; 403 is also what the SDK's own
 * check answers. For a wrong `Origin` the protocol demands it (2026-07-28, transports, Security).
 */
@Injectable()
export class HostOriginGuard {
  private readonly hosts: AllowedHosts;
  private readonly origins: AllowedOrigins;

  constructor({ allowedHosts, corsOrigins }: HttpConfig) {
    this.hosts = new AllowedHosts(allowedHosts);
    this.origins = new AllowedOrigins(corsOrigins);
  }

  /**
   * @returns the request's origin; undefined where no browser sent it
   * @throws {RefusedError} the host or the origin is not allowed
   */
  check({ host, origin }: IncomingHttpHeaders): string | undefined {
    if (!this.hosts.includes(host)) {
      throw new RefusedError('The Host header names no host of this server; see ALLOWED_HOSTS.');
    }
    if (origin !== undefined && !this.origins.includes(origin)) {
      throw new RefusedError('Pages of this Origin may not call this server; see CORS_ORIGINS.');
    }
    return origin;
  }
}
