import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseUnacknowledged } from './acknowledged';
import { callersOf } from './callers';
import { LOCK_FILE, lockText, readLock, type ContractLock } from './contract-lock';
import { before } from './mutations.fixture';
import { review } from './review';

const lock = (): ContractLock => ({ version: 1, broken: [], catalogs: before() });
const broken = () => {
  const after = before();
  delete after['main']!.tools['find_invoice'];
  return after;
};
const described = () => {
  const after = before();
  after['main']!.tools['find_invoice']!.description = 'New.';
  return after;
};
const plain = { app: 'api', write: false };

describe('a review of a contract', () => {
  it('watches nothing without a lock, and makes the first one', () => {
    expect(review(undefined, before(), plain)).toMatchObject({ isRight: true });
    const { lock: made } = review(undefined, before(), { ...plain, write: true });
    expect(made).toEqual(lock());
  });

  it('has nothing to say of what is locked', () => {
    expect(review(lock(), before(), plain)).toMatchObject({ isRight: true });
  });

  it('wants what is harmless to be locked, of the same version', () => {
    const found = review(lock(), described(), plain);
    expect(found).toEqual({ isRight: false, lines: expect.any(Array) });
    expect(found.lines.join('\n')).toContain('npx nx run api:contract --write');
    const { lock: made, isRight } = review(lock(), described(), { ...plain, write: true });
    expect([isRight, made?.version, made?.broken]).toEqual([true, 1, []]);
  });

  it('locks what breaks only with a reason, as the next version', () => {
    const refused = review(lock(), broken(), { ...plain, write: true });
    expect(refused).toEqual({ isRight: false, lines: expect.any(Array) });
    expect(refused.lines[0]).toBe('breaks  tool find_invoice: removed');
    const { lock: made } = review(lock(), broken(), { ...plain, accept: 'nobody uses it' });
    expect(made?.version).toBe(2);
    expect(made?.broken).toEqual([
      { version: 2, reason: 'nobody uses it', changes: ['tool find_invoice: removed'] },
    ]);
  });
});

describe('a deploy', () => {
  let workspaceRoot: string;
  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'contract-'));
    mkdirSync(join(workspaceRoot, 'deploy'));
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  const gate = () => ({
    ...{ workspaceRoot, appRoot: workspaceRoot, app: 'api', environment: 'production' },
  });
  const write = (file: string, text: string) => writeFileSync(join(workspaceRoot, file), text);
  const lockBroken = () => {
    const { lock: made } = review(lock(), broken(), { ...plain, accept: 'it was renamed' });
    write(LOCK_FILE, lockText(made!));
  };
  const nobody = async () => [];

  it('goes on without a lock, and with one that broke nothing', async () => {
    await expect(refuseUnacknowledged(gate(), nobody)).resolves.toBeUndefined();
    write(LOCK_FILE, lockText(lock()));
    await expect(refuseUnacknowledged(gate(), nobody)).resolves.toBeUndefined();
    expect(readLock(workspaceRoot)).toEqual(lock());
  });

  it('is refused where clients would break, until the environment is ready', async () => {
    lockBroken();
    const callers = async (changes: readonly string[]) => changes.map((one) => `asked: ${one}`);
    await expect(refuseUnacknowledged(gate(), callers)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('production is ready for 1'),
      details: [
        'version 2, it was renamed:',
        '  tool find_invoice: removed',
        'asked: tool find_invoice: removed',
      ],
    });
    write('deploy/contracts.json', '{ "staging": { "api": 2 } }');
    await expect(refuseUnacknowledged(gate(), nobody)).rejects.toMatchObject({ code: 'USAGE' });
    write('deploy/contracts.json', '{ "production": { "api": 2 } }');
    await expect(refuseUnacknowledged(gate(), nobody)).resolves.toBeUndefined();
  });

  it('says what is wrong with a lock or with what environments are ready for', async () => {
    write(LOCK_FILE, '{}');
    await expect(refuseUnacknowledged(gate(), nobody)).rejects.toThrow('is no lock of a contract');
    lockBroken();
    write('deploy/contracts.json', '{ "production": { "api": "2" } }');
    await expect(refuseUnacknowledged(gate(), nobody)).rejects.toThrow('has faults');
  });
});

describe('who calls what breaks', () => {
  const changes = ['tool find_invoice: removed', 'tool find_invoice: input: x', 'prompt review: y'];
  const { signal } = new AbortController();

  it('is told by the audit trail', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url, request.headers.authorization);
      const isTool = request.url?.includes('find_invoice') === true;
      const last = { lastAt: '2026-11-30T10:00:00.000Z' };
      const caller = { client: 'backoffice', principal: 'alice', calls: 7, ...last };
      response.end(JSON.stringify({ callers: isTool ? [caller] : [] }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const lines = await callersOf(changes, `http://127.0.0.1:${port}`, 'a token', signal);
    server.close();
    expect(lines).toEqual([
      'tool find_invoice: backoffice for alice, 7 calls, the last on 2026-11-30',
      'prompt review: nobody called it in the last 30 days',
    ]);
    expect(asked).toContain('Bearer a token');
  });

  it('is not told where nobody can be asked, and stops nothing', async () => {
    expect(await callersOf(changes, undefined, undefined, signal)).toEqual([
      expect.stringContaining('DEPLOY_AUDIT_URL'),
    ]);
    const refused = await callersOf(changes, 'http://127.0.0.1:1', 'a token', signal);
    expect(refused).toHaveLength(2);
    expect(refused.join()).not.toContain('a token');
  });
});
