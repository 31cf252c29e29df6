import { ServerConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';

/**
 * Where clients reach this server. Never taken from a `Host` header: whoever sends the request would
 * decide whom tokens are for.
 */
@Injectable()
export class PublicUrl {
  private found?: string;

  constructor(private readonly server: ServerConfig) {}

  /** Scheme, host and port, without a slash: `PUBLIC_URL`, else where this process listens. */
  get origin(): string {
    const { publicUrl, host, port } = this.server;
    return publicUrl ?? this.found ?? `http://${host}:${port}`;
  }

  /** Says where this process listens, once it does: the port may have been any free one. */
  listensAt(url: string): void {
    // Nobody can call an address that stands for all of them.
    this.found = new URL(url.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost')).origin;
  }
}
