import { ManualClock } from '@repo/foundation/testing';
import { Logger } from '@nestjs/common';
import type { Caller } from '../../authentication/caller';
import { UnverifiableError } from '../../authentication/unverifiable.error';
import { PolledRevocations } from './polled-revocations';

Logger.overrideLogger(false);

const ISSUER = 'https://mcp.example.com';
const caller = (clientId: string): Caller => ({
  ...{ clientId, scopes: [], token: '' },
  extra: { issuer: ISSUER },
});

describe('a process that has just started', () => {
  let revocations: PolledRevocations;
  /** What the database does, one after the other; after that it answers. */
  function start(...first: (() => Promise<string>)[]) {
    const revision = jest.fn(() => (first.shift() ?? (() => Promise.resolve('1')))());
    const ended = [{ id: 'ended', disabledAt: new Date(0), expiresAt: null }];
    const store = {
      ...{ revision, ending: () => Promise.resolve(ended), revokedKeys: () => Promise.resolve([]) },
    };
    revocations = new PolledRevocations(
      store as never,
      { issuer: ISSUER } as never,
      new ManualClock(),
    );
    revocations.onApplicationBootstrap();
    return revision;
  }
  afterEach(() => revocations.onModuleDestroy());

  const away = () => Promise.reject(new Error('away'));

  it('asks again for the first caller, where the first poll failed', async () => {
    const revision = start(away);
    await revocations.whenKnown(caller('known'));
    await revocations.whenKnown(caller('known'));
    expect(revision).toHaveBeenCalledTimes(2);
    expect(revocations.isRevoked(caller('known'))).toBe(false);
    expect(revocations.isRevoked(caller('ended'))).toBe(true);
    expect(revocations.whenKnown(caller('known'))).toBeUndefined();
  });

  it('asks once for all who come meanwhile', async () => {
    let answer = (_revision: string): void => undefined;
    const revision = start(() => new Promise((resolve) => (answer = resolve)));
    const first = revocations.whenKnown(caller('a'));
    expect(revocations.whenKnown(caller('b'))).toBe(first);
    await Promise.resolve();
    answer('1');
    await first;
    expect(revision).toHaveBeenCalledTimes(1);
  });

  it('lets nobody in while it knows nothing', async () => {
    start(away, away);
    await revocations.whenKnown(caller('known'));
    expect(() => revocations.isRevoked(caller('known'))).toThrow(UnverifiableError);
    expect(revocations.isRevoked({ ...caller('known'), extra: { issuer: 'another' } })).toBe(false);
  });
});
