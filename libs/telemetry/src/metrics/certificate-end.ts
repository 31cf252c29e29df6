import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** Milliseconds for all of it. */
const TIMEOUT_MS = 5_000;

/**
 * When the certificate ends that a host shows, also one that is not trusted, or has ended.
 *
 * @param host as in a URL: `mcp.example.com`, `mcp.example.com:8443`
 * @returns milliseconds since 1970
 * @throws {Error} it cannot be reached, or speaks no TLS
 */
export async function certificateEnd(host: string): Promise<number> {
  const { hostname, port } = new URL(`https://${host}`);
  const address = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host: address,
    port: port === '' ? 443 : Number(port),
    ...(isIP(address) === 0 && { servername: address }),
    // Nothing is sent, and an end in the past is what should be seen.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return Date.parse(socket.getPeerCertificate().valid_to);
  } finally {
    socket.destroy();
  }
}
