import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@repo/foundation/testing';
import type { RulesFault } from './rules-fault';
import { RulesFile } from './rules-file';

const good = (name: string) =>
  `targets: [{ name: ${name}, platform: ecs, cluster: c, service: s, on_hours: { min: 1, max: 2 } }]`;
const clock = new ManualClock(Date.UTC(2026, 5, 1));

describe('the rules file', () => {
  let folder: string;
  let path: string;
  let refused: (readonly RulesFault[])[];
  let file: RulesFile;
  const names = () => file.rules?.targets.map(({ name }) => name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-file-'));
    path = join(folder, 'scaling.yaml');
    refused = [];
    file = new RulesFile(path, clock, { refused: (faults) => refused.push(faults) });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps the last good rules in force while the file has faults, and tells them once', async () => {
    writeFileSync(path, good('a'));
    await file.reload();
    writeFileSync(path, 'time_zone: Mars/Olympus\n' + good('b'));
    await file.reload();
    await file.reload();

    expect(names()).toEqual(['a']);
    expect(file.faults).toMatchObject([{ line: 1, column: 12 }]);
    expect(refused).toHaveLength(1);

    writeFileSync(path, good('b'));
    await file.reload();
    expect([names(), file.faults]).toEqual([['b'], []]);
  });

  it('that is not there has a fault and no rules, and is read once it is', async () => {
    await file.reload();
    expect(file.rules).toBeUndefined();
    expect(file.faults).toMatchObject([{ code: 'UNREADABLE' }]);

    writeFileSync(path, good('a'));
    await file.reload();
    expect([names(), file.faults]).toEqual([['a'], []]);

    rmSync(path);
    await file.reload();
    expect(names()).toEqual(['a']);
    expect(file.faults).toMatchObject([{ code: 'UNREADABLE' }]);
  });

  it('is the same to a worker that starts and to one that runs, when an override has ended', async () => {
    const ended = (name: string) => `${good(name)}
overrides: [{ target: ${name}, from: 2026-05-01T10:00Z, until: 2026-05-01T12:00Z, size: on_hours }]`;
    writeFileSync(path, good('a'));
    await file.reload();
    writeFileSync(path, ended('b'));
    await file.reload();
    const started = new RulesFile(path, clock);
    await started.reload();

    for (const { rules, hash, faults } of [file, started]) {
      expect(rules?.targets.map(({ name }) => name)).toEqual(['b']);
      expect(rules?.overrides).toEqual([]);
      expect(faults).toMatchObject([{ code: 'OVERRIDE_ENDED' }]);
      expect(hash).toBe(file.hash);
    }
    expect(refused).toEqual([]);
  });

  it('is read again when it is replaced, as editors and ConfigMaps do', async () => {
    writeFileSync(path, good('a'));
    await file.reload();
    const applied = new Promise<void>((resolve) => {
      file = new RulesFile(path, clock, { applied: () => resolve() });
    });
    const stop = file.watch();
    writeFileSync(join(folder, 'next.yaml'), good('b'));
    renameSync(join(folder, 'next.yaml'), path);

    await applied;
    stop();
    expect(names()).toEqual(['b']);
  });
});
