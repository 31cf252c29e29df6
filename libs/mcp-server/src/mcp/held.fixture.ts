import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';

/** Holds all calls of `hold` and `few` until the test lets them go. */
@Injectable()
export class Held {
  static release: () => void;
  static until: Promise<void>;
  static renew(): void {
    Held.until = new Promise((resolve) => (Held.release = resolve));
  }

  @Tool({ name: 'hold', description: 'Ends when the test says so.' })
  async hold() {
    await Held.until;
    return 'held';
  }

  @Tool({ name: 'few', description: 'Of these one runs.', maxConcurrent: 1 })
  few() {
    return this.hold();
  }
}

@Module({ providers: [Held] })
export class HeldModule {}
