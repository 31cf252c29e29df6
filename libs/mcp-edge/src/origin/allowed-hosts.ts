/**
 * The names under which this server is called. A browser that was led here by DNS rebinding sends
 * the attacker's name in `Host`, and cannot change it.
 */
export class AllowedHosts {
  private readonly names: ReadonlySet<string>;
  private readonly domains: readonly string[];

  /** @param hosts in lower case and without port; `*.` stands for every subdomain */
  constructor(hosts: readonly string[]) {
    this.names = new Set(hosts);
    this.domains = hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1));
  }

  /** @param host the `Host` header: a name with or without port */
  includes(host: string | undefined): boolean {
    if (host === undefined) return false;
    const name = withoutPort(host.toLowerCase());
    return this.names.has(name) || this.domains.some((domain) => name.endsWith(domain));
  }
}

/** An IPv6 address has colons of its own, within brackets. */
function withoutPort(host: string): string {
  const colon = host.indexOf(':', host.lastIndexOf(']') + 1);
  return colon === -1 ? host : host.slice(0, colon);
}
