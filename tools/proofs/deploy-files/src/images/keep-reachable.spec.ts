import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspace } from '../workspace';

describe('keep-reachable.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reachable-'));
    install('fastify', { dependencies: { avvio: '1' } });
    install('avvio');
    install('pino-pretty');
    install('@nestjs/swagger', { peerDependencies: { '@fastify/static': '1' } });
    install('@fastify/static');
    install('@azure/identity', { dependencies: { avvio: '1' } });
    install('@azure/core');
    write('package.json', { dependencies: { '@repo/scaling': '*' } });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, content: unknown) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, file), text);
  }

  const install = (name: string, manifest: object = {}) =>
    write(`node_modules/${name}/package.json`, { name, ...manifest });

  function keep(bundle: string) {
    write('main.js', bundle);
    const script = join(workspace, 'deploy/images/keep-reachable.mjs');
    const { status, stderr } = spawnSync('node', [script, 'package.json', 'main.js'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const left = readdirSync(join(folder, 'node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('package.json'))
      .map((file) => dirname(file));
    return { status, stderr, left: left.sort() };
  }

  it('keeps what the bundle loads, in whatever way, and what that needs, peers too', () => {
    const bundle = `require("fastify"); import("@nestjs/swagger/x"); createRequire(f)("pino-pretty")`;
    expect(keep(bundle).left).toEqual([
      '@fastify/static',
      '@nestjs/swagger',
      'avvio',
      'fastify',
      'pino-pretty',
    ]);
  });

  it('keeps what the manifest names, but for the libraries that the bundle has in it', () => {
    write('package.json', { dependencies: { '@repo/scaling': '*', '@azure/core': '1' } });
    expect(keep('').left).toEqual(['@azure/core']);
  });

  it('lets a bundle ask for what a package of it can do without', () => {
    const peerDependenciesMeta = { multer: { optional: true } };
    install('@nestjs/core', { peerDependencies: { multer: '1' }, peerDependenciesMeta });
    expect(keep('require("multer")')).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses a bundle that loads what is not installed', () => {
    const { status, stderr } = keep(
      'require("left-pad"); require("node:fs"); require("fs/promises")',
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain('main.js loads what is not installed: left-pad\n');
  });
});
