import { Injectable } from '@nestjs/common';

/** Whether this process was told to stop: it still answers, and wants no new work. */
@Injectable()
export class Draining {
  private begun = false;

  get active(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
