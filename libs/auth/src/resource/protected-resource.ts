const METADATA = '/.well-known/oauth-protected-resource';

/** What a token is presented to: one MCP endpoint, named by its URL (RFC 8707). */
export class ProtectedResource {
  private accepted?: ReadonlySet<string>;
  private _metadataUrl?: string;

  /**
   * @param path of the endpoint, `/mcp` for example
   * @param origin of the server; asked at the first request, when the port is known
   * @param baseScopes what a client should ask for at its first sign-in, in the provider's words
   * @param requiresBoundTokens whether tokens must be bound to a key (`DPOP_REQUIRED`)
   */
  constructor(
    readonly path: string,
    private readonly origin: () => string,
    readonly baseScopes: readonly string[] = [],
    readonly requiresBoundTokens = false,
  ) {}

  get url(): string {
    return this.origin() + this.path;
  }

  /** The URL of a request of the same server, without its query. @param target as it was sent */
  urlOf(target: string): string {
    return this.origin() + target.split('?', 1)[0];
  }

  /** RFC 9728, section 3.1: the path of the resource follows the well-known one. */
  get metadataUrl(): string {
    this._metadataUrl ??= this.origin() + METADATA + this.path;
    return this._metadataUrl;
  }

  /**
   * Whether a token with this audience is for it. An audience covers what is below its path: the
   * server's own URL all its endpoints, `/mcp` also `/mcp/protected`, but no endpoint its neighbour.
   */
  isCoveredBy(audience: string): boolean {
    this.accepted ??= new Set(ancestors(this.origin(), this.path));
    return this.accepted.has(audience);
  }
}

/** Each with and without the slash at the end, which people and providers add and leave out. */
function ancestors(origin: string, path: string): string[] {
  const steps = path.split('/').slice(1);
  return [0, ...steps.map((_step, index) => index + 1)].flatMap((count) => {
    const url = [origin, ...steps.slice(0, count)].join('/');
    return [url, `${url}/`];
  });
}
