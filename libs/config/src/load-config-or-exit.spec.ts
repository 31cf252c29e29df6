import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { productionEnvironment } from './testing/production-environment';

const TYPESCRIPT = ['-C', '@repo/source', '-r', require.resolve('@swc-node/register')];

const main = `
  const { loadConfigOrExit } = require(${JSON.stringify(resolve(__dirname, 'load-config-or-exit.ts'))});
  const { server, warnings } = loadConfigOrExit();
  console.log(JSON.stringify({ port: server.port, own: process.env.OTEL_SERVICE_NAME, warnings }));
`;

describe('a process that loads its configuration', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A process with nothing in its environment but what is given, in a folder of its own. */
  function start(environment: NodeJS.ProcessEnv) {
    return spawnSync(process.execPath, [...TYPESCRIPT, '-e', main], {
      cwd: folder,
      env: { SWC_NODE_PROJECT: resolve(__dirname, '../tsconfig.json'), ...environment },
      encoding: 'utf8',
    });
  }

  it('exits 78 on a faulty environment, with all faults on stderr and nothing on stdout', () => {
    const { status, stdout, stderr } = start({
      PORT: '80a',
      WORKERS: '0',
      API_KEY: 'not to be shown',
    });
    expect(status).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      [
        'The environment has 3 faults:',
        '  PORT: found "80a", allowed: an integer from 0 to 65535',
        '  WORKERS: found "0", allowed: an integer from 1 to 256',
        '  API_KEY: found a value of 15 bytes (masked), allowed: visible ASCII characters without spaces or line breaks',
        'Nothing was started. docs/configuration.md explains every variable.',
        '',
      ].join('\n'),
    );
  });

  it('takes the .env file of its folder in development, also for other libraries', () => {
    writeFileSync(join(folder, '.env'), 'PORT=8001\nOTEL_SERVICE_NAME=app\n');
    const { stdout, stderr } = start({});
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ port: 8001, own: 'app', warnings: [] });
  });

  it('ignores it in production and says so', () => {
    writeFileSync(join(folder, '.env'), 'PORT=8001\n');
    const { stdout } = start({ ...productionEnvironment() });
    expect(JSON.parse(stdout)).toEqual({
      port: 8000,
      warnings: ['The file .env is ignored in production.'],
    });
  });
});
