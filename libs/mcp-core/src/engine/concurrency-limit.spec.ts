import { CancelledError } from '../protocol/protocol.error';
import { Cancellation } from '../protocol/cancellation';
import { QUEUE_TIMEOUT_MS } from './concurrency-limit';
import { featureWith, HeldCalls, PLAIN } from './held-calls.fixture';
import { OverloadedError } from './overloaded.error';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('calls above the limit of a process', () => {
  it('wait and run in the order in which they came', async () => {
    const calls = new HeldCalls(2, 10);
    const ended = ['a', 'b', 'c', 'd', 'e'].map((name) => calls.call(name));
    expect([calls.load.running, calls.load.queued]).toEqual([2, 3]);
    await calls.end('b');
    await calls.end('a');
    expect(calls.begun).toEqual(['a', 'b', 'c', 'd']);
    void calls.call('f');
    await calls.end('d');
    expect(calls.begun).toEqual(['a', 'b', 'c', 'd', 'e']);
    await calls.end('c');
    expect(calls.begun.at(-1)).toBe('f');
    await calls.end('e');
    expect(await Promise.all(ended)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    await calls.end('f');
    expect([calls.load.running, calls.load.queued]).toEqual([0, 0]);
  });

  it('are refused at once when the queue is full, and when there is none', async () => {
    const calls = new HeldCalls(1, 1);
    void calls.call('runs');
    void calls.call('waits');
    const refused = await calls.call('comes');
    expect(refused).toBeInstanceOf(OverloadedError);
    expect(refused).toMatchObject({
      message:
        'Too many calls at once: 1 are allowed, and the queue of 1 is full. Try again in 1 s.',
      status: 503,
      headers: { 'retry-after': '1' },
      data: { retryable: true },
      outcome: 'rate_limited',
      detail: 'overload',
    });
    const none = new HeldCalls(1, 0);
    void none.call('runs');
    expect(await none.call('comes')).toMatchObject({
      message: expect.stringMatching(/none may wait/),
    });
  });

  it('wait a second at most, and leave no permit behind', async () => {
    const calls = new HeldCalls(1, 10);
    void calls.call('a');
    const late = calls.call('b');
    await jest.advanceTimersByTimeAsync(QUEUE_TIMEOUT_MS - 1);
    expect(calls.load.queued).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await late).toBeInstanceOf(OverloadedError);
    await calls.end('a');
    expect([calls.load.running, calls.load.queued]).toEqual([0, 0]);
    void calls.call('c');
    expect(calls.begun).toEqual(['a', 'c']);
  });

  it('leave the queue at once when they are cancelled', async () => {
    const calls = new HeldCalls(1, 2);
    const cancellation = new Cancellation();
    void calls.call('a');
    const gone = calls.call('b', PLAIN, cancellation);
    void calls.call('c');
    cancellation.cancel(new CancelledError('gone'));
    expect(await gone).toEqual(new CancelledError('gone'));
    expect(calls.load.queued).toBe(1);
    await calls.end('a');
    expect(calls.begun).toEqual(['a', 'c']);
    const before = new Cancellation();
    before.cancel(new CancelledError('gone before'));
    expect(await calls.call('d', PLAIN, before)).toEqual(new CancelledError('gone before'));
  });

  it('get the permit of a call that failed', async () => {
    const calls = new HeldCalls(1, 2);
    const failed = calls.call('a');
    void calls.call('b');
    await calls.end('a', 'fail');
    expect(await failed).toEqual(new Error('a'));
    expect(calls.begun).toEqual(['a', 'b']);
  });
});

describe('a feature with a limit of its own', () => {
  const busy = featureWith(1);

  it('keeps nobody else waiting', async () => {
    const calls = new HeldCalls(2, 2);
    for (const name of ['a', 'b', 'c']) void calls.call(name, busy);
    expect(await calls.call('d', busy)).toMatchObject({
      message: expect.stringMatching(/^Too many calls of of_1 at once: 1 are allowed/),
    });
    void calls.call('other');
    expect(calls.begun).toEqual(['a', 'other']);
    expect([calls.load.running, calls.load.queued]).toEqual([2, 2]);
    await calls.end('a');
    expect(calls.begun).toEqual(['a', 'other', 'b']);
  });

  it('releases its permit when the process has none in time', async () => {
    const calls = new HeldCalls(1, 2);
    void calls.call('other');
    const late = calls.call('a', busy);
    await jest.advanceTimersByTimeAsync(QUEUE_TIMEOUT_MS);
    expect(await late).toMatchObject({ message: expect.stringMatching(/^Too many calls at once/) });
    await calls.end('other');
    void calls.call('b', busy);
    expect(calls.begun).toEqual(['other', 'b']);
  });

  it('waits a second for both permits together', async () => {
    const calls = new HeldCalls(2, 2);
    void calls.call('a', busy);
    void calls.call('other');
    const late = calls.call('b', busy);
    await jest.advanceTimersByTimeAsync(QUEUE_TIMEOUT_MS - 10);
    void calls.call('next');
    await calls.end('a');
    expect(calls.begun).toEqual(['a', 'other', 'next']);
    await jest.advanceTimersByTimeAsync(10);
    expect(await late).toBeInstanceOf(OverloadedError);
    expect(calls.load.queued).toBe(0);
  });
});

describe('calls of one caller above its share', () => {
  const by = (address: string, calls: HeldCalls, name: string) =>
    calls.call(name, PLAIN, undefined, address);

  it('wait for its own, and others run', async () => {
    const calls = new HeldCalls(4, 4, 0.5);
    const ended = ['a1', 'a2', 'a3'].map((name) => by('a', calls, name));
    ended.push(by('b', calls, 'b1'));
    expect(calls.begun).toEqual(['a1', 'a2', 'b1']);
    expect([calls.load.running, calls.load.queued]).toEqual([3, 1]);
    await calls.end('a1');
    expect(calls.begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    for (const name of ['a2', 'a3', 'b1']) await calls.end(name);
    expect(await Promise.all(ended)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect([calls.load.running, calls.load.queued]).toEqual([0, 0]);
  });

  it('are refused with 429 where as many wait, or for too long', async () => {
    const calls = new HeldCalls(4, 2, 0.5);
    void by('a', calls, 'a1');
    void by('a', calls, 'a2');
    const late = by('a', calls, 'a3');
    expect(await by('a', calls, 'a4')).toMatchObject({
      message:
        'Too many calls of one caller at once: 2 are allowed, and the queue of 1 is full. Try again in 1 s.',
      status: 429,
      headers: { 'retry-after': '1' },
      outcome: 'rate_limited',
    });
    await jest.advanceTimersByTimeAsync(QUEUE_TIMEOUT_MS);
    expect(await late).toMatchObject({ status: 429 });
    void by('b', calls, 'b1');
    expect(calls.begun).toEqual(['a1', 'a2', 'b1']);
    for (const name of ['a1', 'a2', 'b1']) await calls.end(name);
    expect(calls.load.running).toBe(0);
  });

  it('leave no permit behind when the process has none for them', async () => {
    const calls = new HeldCalls(2, 0, 0.5);
    void by('a', calls, 'a1');
    void by('b', calls, 'b1');
    expect(await by('c', calls, 'c1')).toMatchObject({ status: 503 });
    await calls.end('a1');
    void by('c', calls, 'c2');
    expect(calls.begun).toEqual(['a1', 'b1', 'c2']);
    for (const name of ['b1', 'c2']) await calls.end(name);
    expect(calls.load.running).toBe(0);
  });
});
