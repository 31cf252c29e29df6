/** mcp-remote: gives a server over HTTP to a client that knows stdio alone, here the SDK's version 2. */
import { connect as connectSdk } from './sdk-2.client.mjs';
import { programOf } from './program-of.mjs';

export async function connect({ url, token }) {
  const args = [url, '--allow-http', '--transport', 'http-only'];
  if (token) args.push('--header', `Authorization:Bearer ${token}`);
  return connectSdk({ command: programOf('mcp-remote/dist/proxy.js', args) });
}
