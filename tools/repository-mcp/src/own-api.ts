import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { runProgram } from '@repo/platform/src/deploy/cli/run-program';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

const MODERN_REVISION = '2026-07-28';

/** Characters of what it said: the end tells why it ended. */
const MAX_SAID = 8_000;

/** The api did not start. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Starts the api from its source, on stdio, for as long as something is done with it: what it answers
 * is of the files as they are now.
 *
 * @throws {StartError} with what it said before it ended
 */
export async function withOwnApi<T>(
  signal: AbortSignal,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const client = new Client(
    { name: 'repository-mcp', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: MODERN_REVISION } } },
  );
  const close = () => void client.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    try {
      await client.connect(new StdioClientTransport({ ...ownApi(), stderr: 'ignore' }));
    } catch (error) {
      throw new StartError((await saidAtStart(signal)) || (error as Error).message);
    }
    return await use(client);
  } finally {
    signal.removeEventListener('abort', close);
    await client.close();
  }
}

/** The transport drops the last words of a process that ends: so it is started once more, alone. */
async function saidAtStart(signal: AbortSignal): Promise<string> {
  const { command, args, ...options } = ownApi();
  const { stderr } = await runProgram(command, args, { ...options, signal });
  return stderr.trim().slice(-MAX_SAID);
}

function ownApi() {
  const set = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return {
    command: process.execPath,
    args: ['-C', '@repo/source', '-r', '@swc-node/register', 'apps/api/src/main.ts', '--stdio'],
    cwd: workspaceRoot,
    env: {
      ...(Object.fromEntries(set) as Record<string, string>),
      // As whoever develops starts it: no setting of a production that this terminal may have.
      ENVIRONMENT: 'development',
      TS_NODE_PROJECT: 'apps/api/tsconfig.json',
    },
  };
}
