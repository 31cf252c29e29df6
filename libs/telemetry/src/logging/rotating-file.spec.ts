import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingFile } from './rotating-file';

describe('a log file that gets too large', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rotation-'));
    file = join(folder, 'api.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
  const all = () =>
    readdirSync(folder)
      .map(textOf)
      .join('')
      .split('\n')
      .filter((line) => line !== '');

  it('is renamed, and the next ones are numbered on, as many as are kept', () => {
    const log = new RotatingFile(file, { maxBytes: 10, kept: 2 });
    for (const line of ['first', 'second', 'third', 'fourth']) log.write(`${line}\n`);
    expect(readdirSync(folder).sort()).toEqual(['api.log', 'api.log.1', 'api.log.2']);
    expect([textOf('api.log'), textOf('api.log.1'), textOf('api.log.2')]).toEqual([
      'fourth\n',
      'third\n',
      'second\n',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('counts what it had before', () => {
    new RotatingFile(file, { maxBytes: 10, kept: 1 }).write('12345678\n');
    new RotatingFile(file, { maxBytes: 10, kept: 1 }).write('next\n');
    expect(textOf('api.log.1')).toBe('12345678\n');
  });

  it('is followed by the other processes that write it, and no line is lost', () => {
    const writers = [1, 2, 3].map(() => new RotatingFile(file, { maxBytes: 1_000, kept: 50 }));
    for (let line = 0; line < 900; line += 1) writers[line % 3]?.write(`line ${line}\n`);
    expect(new Set(all()).size).toBe(900);
    for (const name of readdirSync(folder)) {
      // Each looks after 64 lines of its own.
      expect(statSync(join(folder, name)).size).toBeLessThan(1_000 + 3 * 64 * 9);
    }
  });

  it('is followed when a program renames it', () => {
    const log = new RotatingFile(file, { maxBytes: 100_000, kept: 1 });
    log.write('before\n');
    renameSync(file, `${file}.old`);
    for (let line = 0; line < 64; line += 1) log.write('after\n');
    expect(textOf('api.log')).toContain('after\n');
    expect(all()).toHaveLength(65);
  });

  it('is begun anew where none is kept', () => {
    const log = new RotatingFile(file, { maxBytes: 10, kept: 0 });
    for (const line of ['first', 'second', 'third']) log.write(`${line}\n`);
    expect(readdirSync(folder)).toEqual(['api.log']);
  });

  it('has a line that is longer than all by itself', () => {
    const log = new RotatingFile(file, { maxBytes: 10, kept: 3 });
    for (const line of ['short', 'longer than ten bytes', 'short']) log.write(`${line}\n`);
    expect(textOf('api.log.1')).toBe('longer than ten bytes\n');
  });
});
