import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, stop } from 'esbuild';
import { workspaceRoot } from '../workspace-root';
import { bundleOptions } from './bundle-options';

describe('the bundle of an app', () => {
  let appRoot: string;

  beforeEach(() => {
    // Inside the workspace, so that the bundle finds node_modules as a real one does.
    mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
    appRoot = mkdtempSync(join(workspaceRoot, 'tmp/bundle-'));
  });
  afterEach(() => rmSync(appRoot, { recursive: true }));
  afterAll(() => stop());

  async function bundle(files: Record<string, string>) {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(appRoot, file)), { recursive: true });
      writeFileSync(join(appRoot, file), content);
    }
    await build({ ...bundleOptions(appRoot), logLevel: 'silent' });
    return join(appRoot, 'dist/main.js');
  }

  const run = (file: string) => execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim();

  it('keeps the constructor types of decorated classes, from which Nest injects', async () => {
    const file = await bundle({
      'src/clock.ts': 'export class Clock {}',
      'src/main.ts': `
        import 'reflect-metadata';
        import { Injectable } from '@nestjs/common';
        import { Clock } from './clock';
        @Injectable() class Scheduler { constructor(readonly clock: Clock) {} }
        const [dependency] = Reflect.getMetadata('design:paramtypes', Scheduler);
        console.log(Scheduler.name, 'needs', dependency.name);`,
    });

    expect(run(file)).toBe('Scheduler needs Clock');
  });

  it('holds first-party code and leaves packages to node_modules', async () => {
    const file = await bundle({
      'src/answer.ts': 'export const answer = 42;',
      'src/main.ts': `
        import pino from 'pino';
        import { answer } from './answer';
        if (pino) console.log(answer);`,
    });

    expect(readFileSync(file, 'utf8')).toContain('require("pino")');
    expect(readFileSync(file, 'utf8')).not.toContain('require("./answer")');
    expect(run(file)).toBe('42');
  });

  it('takes in zod, which says in English what is wrong', async () => {
    const file = await bundle({
      'src/main.ts': `
        import { z } from 'zod';
        console.log(z.number().safeParse('x').error?.issues[0]?.message);`,
    });

    expect(readFileSync(file, 'utf8')).not.toContain('require("zod');
    expect(run(file)).toBe('Invalid input: expected number, received string');
  });

  it('takes in Nest, and what builds on it, which shares its classes', async () => {
    const file = await bundle({
      'src/main.ts': `
        import 'reflect-metadata';
        import { Logger } from '@nestjs/common';
        import { Reflector } from '@nestjs/core';
        import { Logger as PinoLogger } from 'nestjs-pino';
        console.log(new Reflector() instanceof Reflector, PinoLogger.name, Logger.name);`,
    });

    expect(readFileSync(file, 'utf8')).not.toMatch(/require\("(?:@nestjs\/|nestjs-pino|rxjs)/);
    expect(run(file)).toBe('true Logger Logger');
  });

  it('takes in a package of another version than the one it would find itself', async () => {
    const file = await bundle({
      'src/library/node_modules/pino/package.json': '{ "main": "index.js" }',
      'src/library/node_modules/pino/index.js': `exports.pino = 'its own';`,
      'src/library/answer.ts': `export { pino } from 'pino';`,
      'src/main.ts': `import { pino } from './library/answer'; console.log(pino);`,
    });

    expect(run(file)).toBe('its own');
  });

  it("knows the app's version and nothing else of its package.json", async () => {
    const file = await bundle({
      'package.json': '{ "version": "3.2.1", "description": "left out" }',
      'src/main.ts': `
        import { version } from '../package.json';
        console.log(version);`,
    });

    expect(run(file)).toBe('3.2.1');
    expect(readFileSync(file, 'utf8')).not.toContain('left out');
  });

  it('is refused when a decorated file has a fault of syntax', async () => {
    await expect(bundle({ 'src/main.ts': '@decorate class {' })).rejects.toThrow(/main\.ts/);
  });
});
