import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@repo/foundation/testing';

/** Whether this machine has all of these programs. */
export const has = (...programs: string[]) =>
  programs.every((program) => spawnSync('which', [program]).status === 0);

/** A registry of Docker's own making, in a folder and on a port of its own. */
export class LocalRegistry {
  private constructor(
    readonly address: string,
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  /** @param options.htpasswd who may use it, a line each; default: everybody */
  static async start({ htpasswd }: { readonly htpasswd?: string } = {}): Promise<LocalRegistry> {
    const address = `127.0.0.1:${await freePort()}`;
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    const config = join(folder, 'config.yml');
    const storage = { filesystem: { rootdirectory: join(folder, 'data') } };
    const users = join(folder, 'htpasswd');
    if (htpasswd !== undefined) writeFileSync(users, htpasswd);
    const auth = htpasswd === undefined ? {} : { htpasswd: { realm: 'registry', path: users } };
    const settings = { version: 0.1, storage, http: { addr: address }, auth };
    writeFileSync(config, JSON.stringify(settings));
    const server = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    const answers = () =>
      fetch(`http://${address}/v2/`)
        .then(({ status }) => status < 500)
        .catch(() => false);
    await until(answers);
    return new LocalRegistry(address, folder, server);
  }

  async stop(): Promise<void> {
    const exited = once(this.server, 'exit');
    this.server.kill();
    await exited;
    rmSync(this.folder, { recursive: true });
  }
}

/** Runs a program of this plugin in a folder that stands for the workspace. */
export function runPluginFile(file: string, cwd: string, env: Record<string, string>) {
  const register = require.resolve('@swc-node/register');
  const program = join(__dirname, '../..', file);
  const args = ['-C', '@repo/source', '-r', register, program, 'apps/sample'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ cwd, encoding: 'utf8' as const },
    env: { ...process.env, ...env },
  });
  return { status, output: stdout + stderr };
}

/** What `skopeo inspect` says of an image. */
export function inspect(reference: string): { readonly Digest: string; readonly Labels: unknown } {
  const args = ['inspect', '--tls-verify=false', `docker://${reference}`];
  return JSON.parse(execFileSync('skopeo', args, { encoding: 'utf8' })) as never;
}
