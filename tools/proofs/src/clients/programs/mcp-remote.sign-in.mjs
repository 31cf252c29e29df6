/** mcp-remote, signing a person in for a client that knows stdio alone. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { connectExplained } from './connect-explained.mjs';
import { showFrom } from './person.mjs';
import { programOf } from './program-of.mjs';
import { textOf } from './sdk-2.sign-in.mjs';

export async function connect({ url, era, home, registration, port }) {
  const protocol = era === 'legacy' ? 'legacy' : 'auto';
  const { command, args, env } = programOf('mcp-remote/dist/proxy.js', [
    ...[url, String(port), '--transport', 'http-only', '--protocol', protocol],
    ...(registration.kind === 'document' ? ['--client-metadata-url', registration.url] : []),
    ...(registration.kind === 'known'
      ? ['--static-oauth-client-info', JSON.stringify({ client_id: registration.id })]
      : []),
  ]);
  const transport = new StdioClientTransport({
    ...{ command, args, stderr: 'pipe' },
    env: { ...env, HOME: home, MCP_REMOTE_CONFIG_DIR: home },
  });
  transport.stderr.setEncoding('utf8').on('data', showFrom(new URL(url).origin));
  // It speaks the era to the server; the program that has it may be of the other one.
  const versionNegotiation = { mode: 'legacy' };
  const client = new Client({ name: 'remote', version: '1' }, { versionNegotiation });
  await connectExplained(client, transport);
  return { call: (name) => textOf(client, name), close: () => client.close() };
}
