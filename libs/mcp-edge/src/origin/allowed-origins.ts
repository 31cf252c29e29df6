const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The pages that may call from a browser, by their origin (RFC 6454). */
export class AllowedOrigins {
  private readonly exact: ReadonlySet<string>;
  private readonly anyPort: ReadonlySet<string>;

  /** @param origins a loopback origin without port stands for every port of that host */
  constructor(origins: readonly string[]) {
    this.exact = new Set(origins);
    this.anyPort = new Set(origins.filter(isPortlessLoopback));
  }

  includes(origin: string): boolean {
    if (this.exact.has(origin)) return true;
    const colon = origin.lastIndexOf(':');
    return this.anyPort.has(origin.slice(0, colon)) && /^\d{1,5}$/.test(origin.slice(colon + 1));
  }
}

function isPortlessLoopback(origin: string): boolean {
  const { hostname, port } = new URL(origin);
  return port === '' && LOOPBACK.has(hostname);
}
