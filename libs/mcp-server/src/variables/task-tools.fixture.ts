import { setTimeout as pause } from 'node:timers/promises';
import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

/** How long one waits for another. */
const MEETING_MS = 3_000;

/** Tools whose calls are tasks. */
@Injectable()
export class TaskTools {
  private waiting?: () => void;

  @Tool({ name: 'later', description: 'Takes longer than a second.', task: 'optional' })
  async later() {
    await pause(1_500);
    return 'done';
  }

  @Tool({ name: 'meet_later', description: 'Waits for another call of it.', task: 'optional' })
  async meetLater() {
    if (this.waiting !== undefined) {
      this.waiting();
      return 'met';
    }
    const met = new Promise((resolve) => {
      this.waiting = () => resolve('met');
    });
    const found = await Promise.race([met, pause(MEETING_MS, 'alone')]);
    this.waiting = undefined;
    return found as string;
  }

  @Tool({
    name: 'approved_later',
    description: 'Waits for somebody.',
    approval: { scope: 'later:approve', reason: 'Now?' },
  })
  approvedLater() {
    return 'approved';
  }

  @Tool({ name: 'fail_later', description: 'Has a fault.', task: 'optional' })
  failLater(): string {
    throw new Error('a fault');
  }
}
