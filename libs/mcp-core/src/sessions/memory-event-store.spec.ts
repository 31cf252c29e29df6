import { MemoryEventStore } from './memory-event-store';

const event = (streamId: string, sequence: number, frame = 'x') => ({
  streamId,
  position: `${sequence}`,
  frame,
  last: false,
});

describe('stored events', () => {
  it('are those of one stream behind a sequence number', async () => {
    const store = new MemoryEventStore();
    for (const sequence of [1, 2, 3]) {
      store.append('s', event('a', sequence));
      store.append('s', event('b', sequence));
    }
    expect(await store.after('s', 'a', '1')).toEqual([event('a', 2), event('a', 3)]);
    expect(await store.after('other', 'a', '0')).toEqual([]);
    store.evict('s');
    expect(await store.after('s', 'a', '0')).toEqual([]);
  });

  it('are bounded in number and size, the oldest go', async () => {
    const store = new MemoryEventStore();
    for (let sequence = 1; sequence <= 300; sequence += 1) store.append('s', event('a', sequence));
    expect((await store.after('s', 'a', '0'))[0]?.position).toBe('45');
    store.append('s', event('a', 301, 'x'.repeat(1024 * 1024)));
    expect(await store.after('s', 'a', '0')).toHaveLength(1);
  });

  it('are bounded over all sessions: those without recent events lose theirs', async () => {
    const store = new MemoryEventStore();
    const frame = 'x'.repeat(1024 * 1024);
    for (let session = 0; session < 70; session += 1)
      store.append(`s${session}`, event('a', 1, frame));
    expect(await store.after('s0', 'a', '0')).toEqual([]);
    expect(await store.after('s69', 'a', '0')).toHaveLength(1);
  });
});
