import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { identity } from '@repo/config';
import { startFixtureHost } from './process/fixture-host';

const ROOT = join(__dirname, '../../..');
const PROGRAM = [
  ...['-C', '@repo/source', '-r', require.resolve('@swc-node/register')],
  ...[join(ROOT, 'apps/api/src/main.ts'), 'connect'],
];

interface Entry {
  readonly url: string;
  readonly command: string;
  readonly args: string[];
}

describe('npm run connect', () => {
  it('prints the address and the command of this server', () => {
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'connect', '--', 'vscode'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '8765' },
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toContain('"url": "http://127.0.0.1:8765/mcp"');
    expect(stdout).toContain(join(ROOT, 'apps/api/dist/main.js'));
  });
});

describe('what `npm run connect` writes', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'connect-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  function written(line: readonly string[], environment: Record<string, string> = {}): Entry {
    const env = {
      PATH: process.env['PATH'],
      TS_NODE_PROJECT: join(ROOT, 'apps/api/tsconfig.json'),
    };
    const { status, stderr } = spawnSync(process.execPath, [...PROGRAM, ...line], {
      cwd: folder,
      env: { ...env, ...environment },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const file = JSON.parse(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8')) as {
      servers: Record<string, Entry>;
    };
    return file.servers[identity.serviceName]!;
  }

  async function nameOfServer(transport: Parameters<Client['connect']>[0]) {
    const client = new Client({ name: 'connect-e2e', version: '1.0.0' });
    await client.connect(transport);
    const name = client.getServerVersion()?.name;
    await client.close();
    return name;
  }

  it('starts this server, from any folder', async () => {
    const { command, args } = written(['vscode', '--write', '--stdio']);
    const transport = new StdioClientTransport({ command, args, cwd: folder, stderr: 'ignore' });
    expect(await nameOfServer(transport)).toBe(identity.serviceName);
  });

  it('is the address of this server', async () => {
    const host = await startFixtureHost();
    const { url } = written(['vscode', '--write'], { PORT: host.url.port });
    const transport = new StreamableHTTPClientTransport(new URL(url));
    expect(await nameOfServer(transport)).toBe(identity.serviceName);
    await host.process.stop();
  });
});
