/**
 * supergateway: turns stdio into HTTP, for the SDK's version 2, and HTTP into stdio, where it knows
 * nothing newer than 2025-11-25 and leaves the question for the era without an answer: for version 1.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { connect as connectSdk1 } from './sdk-1.client.mjs';
import { connect as connectSdk2 } from './sdk-2.client.mjs';
import { programOf } from './program-of.mjs';

const PROGRAM = 'supergateway/dist/index.js';

export async function connect({ url, command, token }) {
  if (command !== undefined) return connectToGateway(command);
  const args = ['--streamableHttp', url, '--outputTransport', 'stdio'];
  if (token) args.push('--oauth2Bearer', token);
  return connectSdk1({ command: programOf(PROGRAM, args) });
}

async function connectToGateway({ command, args, env }) {
  const port = await freePort();
  const gateway = programOf(PROGRAM, [
    ...['--stdio', [command, ...args].join(' ')],
    ...['--outputTransport', 'streamableHttp', '--stateful', '--port', String(port)],
    ...['--healthEndpoint', '/health', '--logLevel', 'none'],
  ]);
  const child = spawn(gateway.command, gateway.args, { env, stdio: 'ignore' });
  process.once('exit', () => child.kill());
  const address = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${address}/health`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`supergateway exited with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const client = await connectSdk2({ url: `${address}/mcp` });
  return { ...client, close: () => client.close().finally(() => child.kill()) };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
