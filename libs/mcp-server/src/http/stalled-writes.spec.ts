import type { Socket } from 'node:net';
import { StalledWrites } from './stalled-writes';

/** What is asked of a connection. */
class Connection {
  bytesWritten = 0;
  writableLength = 0;
  readonly resetAndDestroy = jest.fn();

  write(bytes: number): void {
    this.bytesWritten += bytes;
    this.writableLength += bytes;
  }

  take(bytes: number): void {
    this.writableLength -= bytes;
  }
}

describe('a connection whose client', () => {
  const socket = new Connection();
  const stalled = new StalledWrites(new Set([socket as unknown as Socket]), 100);
  beforeEach(() => socket.resetAndDestroy.mockClear());

  it('takes its answer bit by bit is kept', () => {
    socket.write(50);
    for (let now = 0; now < 1_000; now += 80) {
      stalled.check(now);
      socket.write(10);
      socket.take(10);
    }
    expect(socket.resetAndDestroy).not.toHaveBeenCalled();
  });

  it('has taken all is kept, however long it is idle', () => {
    socket.take(50);
    for (const now of [2_000, 3_000, 4_000]) stalled.check(now);
    expect(socket.resetAndDestroy).not.toHaveBeenCalled();
  });

  it('takes nothing is cut off after that time, though more is to come', () => {
    socket.write(50);
    stalled.check(5_000);
    socket.write(50);
    stalled.check(5_099);
    expect(socket.resetAndDestroy).not.toHaveBeenCalled();
    stalled.check(5_100);
    expect(socket.resetAndDestroy).toHaveBeenCalledTimes(1);
  });
});
