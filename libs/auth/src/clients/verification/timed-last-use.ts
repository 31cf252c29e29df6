import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LastUse, WRITE_MS } from './last-use';

/** Writes by the clock, and what is left at the end. */
@Injectable()
export class TimedLastUse extends LastUse implements OnModuleInit, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }
}
