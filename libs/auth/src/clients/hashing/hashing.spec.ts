import { UnverifiableError } from '../../authentication/unverifiable.error';
import { hashing, verifying } from './argon2';
import { Argon2InProcess } from './argon2-thread';
import { Argon2Threads, MAX_THREADS, MAX_QUEUED } from './argon2-threads';
import { SecretChecker } from './secret-checker';

const threads = new Argon2Threads();
afterAll(() => threads.onApplicationShutdown());

/** Of eight kilobytes and one pass. */
const CHEAP =
  '$argon2id$v=19$m=8,t=1,p=1$3UGnq7o4IzuICjM5Bvo88Q$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('the hash of a secret', () => {
  it('says how it was made, and fits that secret alone', async () => {
    const hash = String(await threads.run(hashing('the secret')));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await threads.run(verifying('the secret', hash))).toBe(true);
    expect(await threads.run(verifying('another', hash))).toBe(false);
    expect(await threads.run(hashing('the secret'))).not.toBe(hash);
    expect(await new Argon2InProcess().run(verifying('the secret', hash))).toBe(true);
  });
});

describe('a flood of secrets', () => {
  it('takes no more threads than there are, and what would wait too long is refused', async () => {
    const running: number[] = [];
    const ask = async () => {
      await threads.run(verifying('x', CHEAP));
      running.push(threads.running);
    };
    const asked = Array.from({ length: MAX_QUEUED + MAX_THREADS + 10 }, ask);
    const results = await Promise.allSettled(asked);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result] : []));
    expect(refused).toHaveLength(10);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(UnverifiableError);
    expect(Math.max(...running)).toBeLessThanOrEqual(MAX_THREADS);
    expect(running).toHaveLength(MAX_QUEUED + MAX_THREADS);
    expect(await threads.run(verifying('x', String(await threads.run(hashing('x')))))).toBe(true);
  });

  it('outlives a hash that is none', async () => {
    await expect(threads.run(verifying('x', 'no hash'))).rejects.toThrow('Argon2 failed');
    expect(await threads.run(verifying('x', CHEAP))).toBe(false);
  });
});

class CountedThreads extends Argon2Threads {
  runs = 0;

  override run(...call: Parameters<Argon2Threads['run']>) {
    this.runs += 1;
    return super.run(...call);
  }
}

describe('a secret that is checked again and again', () => {
  const counted = new CountedThreads();
  const checker = new SecretChecker(counted);
  let hash: string;
  beforeAll(async () => {
    hash = String(await counted.run(hashing('right')));
  });
  beforeEach(() => (counted.runs = 0));
  afterAll(() => counted.onApplicationShutdown());

  it('is hashed once, be it right or wrong', async () => {
    const many = Array.from({ length: 20 }, () => checker.matches('right', hash));
    expect(new Set(await Promise.all(many))).toEqual(new Set([true]));
    expect(await checker.matches('right', hash)).toBe(true);
    expect(counted.runs).toBe(1);
    expect(await checker.matches('wrong', hash)).toBe(false);
    expect(await checker.matches('wrong', hash)).toBe(false);
    expect(counted.runs).toBe(2);
  });

  it('costs as much work when nobody has its id as when it is wrong', async () => {
    expect(await checker.matches('of nobody', undefined)).toBe(false);
    expect(counted.runs).toBe(1);
    expect(await checker.matches('wrong again', hash)).toBe(false);
    expect(counted.runs).toBe(2);
  });

  it('is right for its own hash alone', async () => {
    const other = String(await counted.run(hashing('another')));
    expect(await checker.matches('right', other)).toBe(false);
    expect(await checker.matches('right', hash)).toBe(true);
  });
});
