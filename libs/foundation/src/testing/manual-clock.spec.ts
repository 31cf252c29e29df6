import { setTimeout as pause } from 'node:timers/promises';
import { ManualClock } from './manual-clock';

describe('a clock of a test', () => {
  it('stands still but for where it is set', async () => {
    const clock = new ManualClock();
    const start = clock.now();
    await pause(5);
    expect(clock.now()).toBe(start);
    clock.advance(100);
    expect(clock.now()).toBe(start + 100);
    clock.set(7);
    expect(clock.now()).toBe(7);
  });
});
