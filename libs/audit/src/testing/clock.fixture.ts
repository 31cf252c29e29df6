import { Clock } from '@repo/mcp-core';

/** A clock that stands where a test puts it. */
export class TestClock extends Clock {
  constructor(private time: number) {
    super();
  }

  set(time: number): void {
    this.time = time;
  }

  now(): number {
    return this.time;
  }
}
