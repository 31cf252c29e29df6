import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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
    await built(files);
    return join(appRoot, 'dist/main.js');
  }

  async function built(files: Record<string, string>) {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(appRoot, file)), { recursive: true });
      writeFileSync(join(appRoot, file), content);
    }
    return build({ ...bundleOptions(appRoot), logLevel: 'silent' });
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

  it('comes with a warning that names the files which import each other', async () => {
    const { warnings } = await built({
      'src/main.ts': `import { Animal } from './animal'; console.log(Animal.name);`,
      'src/animal.ts': `
        import type { Food } from './food';
        import { Dog } from './dog';
        export class Animal { eats?: Food; static first = () => new Dog(); }`,
      'src/dog.ts': `import { Animal } from './animal'; export class Dog extends Animal {}`,
      'src/food.ts': `import type { Animal } from './animal'; export interface Food { of: Animal }`,
    });

    const way = `${relative(workspaceRoot, appRoot)}/src/animal.ts → ${relative(workspaceRoot, appRoot)}/src/dog.ts → ${relative(workspaceRoot, appRoot)}/src/animal.ts`;
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining(`Files import each other: ${way}.`),
    ]);
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

  it('has beside it the assets of the projects that it holds, and no others', async () => {
    const files = {
      'assets/skills/refunds/SKILL.md': 'of the app',
      'libs/handbook/src/index.ts': `export const handbook = 1;`,
      'libs/handbook/assets/rules/a.md': 'of a library',
      'libs/unused/src/index.ts': '',
      'libs/unused/assets/unused.md': 'of a library that is not imported',
      'src/main.ts': `
        import { readFileSync } from 'node:fs';
        import { assetPath } from '@repo/mcp-core';
        import { handbook } from '../libs/handbook/src';
        const read = (name) => readFileSync(assetPath(__dirname, name), 'utf8');
        if (handbook) console.log(read('skills/refunds/SKILL.md'), read('rules/a.md'));`,
    };
    const file = await bundle(files);
    expect(run(file)).toBe('of the app of a library');
    expect(existsSync(join(dirname(file), 'assets/unused.md'))).toBe(false);

    rmSync(join(appRoot, 'assets'), { recursive: true });
    await bundle({});
    expect(existsSync(join(dirname(file), 'assets/skills'))).toBe(false);
  });

  it('is refused when two of its projects have an asset of one name', async () => {
    const files = {
      'assets/skills/a.md': '',
      'libs/handbook/src/index.ts': `export const handbook = 1;`,
      'libs/handbook/assets/skills/b.md': '',
      'src/main.ts': `import { handbook } from '../libs/handbook/src'; console.log(handbook);`,
    };
    await expect(bundle(files)).rejects.toThrow(
      /assets\/skills has the name of an asset of another/,
    );
  });

  it('is refused when a decorated file has a fault of syntax', async () => {
    await expect(bundle({ 'src/main.ts': '@decorate class {' })).rejects.toThrow(/main\.ts/);
  });
});
