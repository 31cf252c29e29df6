/** The URL of a server that listens on a host and a port. */
export function addressUrl(host: string, port: number): string {
  // Only an IPv6 address has colons, and a URL wants it in brackets (RFC 3986, section 3.2.2).
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
