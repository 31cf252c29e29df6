/** The Inspector's command line, signing a person in: a process for each request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { showFrom } from './person.mjs';
import { programOf } from './program-of.mjs';

const SETTINGS = {
  // Without a terminal it asks nobody to sign in, unless it may open a browser.
  MCP_AUTO_OPEN_ENABLED: 'true',
  // In a container it would keep no tokens from one request to the next.
  MCP_INSPECTOR_SECRET_STORE: 'file',
};

export async function connect({ url, era, home, registration, port }) {
  const signIn = [
    ...['--callback-url', `http://127.0.0.1:${port}/oauth/callback`],
    ...(registration.kind === 'document' ? ['--client-metadata-url', registration.url] : []),
    ...(registration.kind === 'known' ? ['--client-id', registration.id] : []),
  ];
  const target = ['--server-url', url, '--transport', 'http', '--protocol-era', era, ...signIn];
  const call = (name) => ask([...target, '--method', 'tools/call', '--tool-name', name], home, url);
  // A connection lasts as long as a request.
  await ask([...target, '--method', 'tools/list'], home, url);
  return { call, close: async () => undefined };
}

async function ask(question, home, url) {
  const { command, args, env } = programOf(
    '@modelcontextprotocol/inspector/clients/launcher/build/index.js',
    ['--cli', '--format', 'json', '--quiet', ...question],
  );
  const child = spawn(command, args, { env: { ...env, ...SETTINGS, HOME: home } });
  const see = showFrom(new URL(url).origin);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    see(text);
  });
  await once(child, 'close');
  const line = stdout.split('\n').find((text) => text.startsWith('{"result":'));
  if (line === undefined) throw new Error(stderr || stdout);
  return JSON.parse(line).result.content?.[0].text;
}
