import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { UnverifiableError } from '../../authentication/unverifiable.error';
import type { Argon2Call } from './argon2';
import { Argon2InProcess, Argon2Thread } from './argon2-thread';

/** Two CPUs at most, whatever comes: about 40 secrets a second. */
export const MAX_THREADS = 2;

/** What may wait for a thread: the last one for about 5 s. */
export const MAX_QUEUED = 200;

interface Job {
  readonly call: Argon2Call;
  readonly done: (result: Promise<string | boolean>) => void;
}

type Runner = Argon2Thread | Argon2InProcess;

/** Runs Argon2 on a few threads, which start when they are first needed. */
@Injectable()
export class Argon2Threads implements OnApplicationShutdown {
  private readonly idle: Runner[] = [];
  private readonly waiting: Job[] = [];
  private busy = 0;

  /** How many calls run now. */
  get running(): number {
    return this.busy;
  }

  /** @throws {UnverifiableError} too many wait already: they would only wait in vain */
  async run(call: Argon2Call): Promise<string | boolean> {
    if (this.waiting.length >= MAX_QUEUED) throw new UnverifiableError();
    return new Promise((resolve) => {
      this.waiting.push({ call, done: resolve });
      this.next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((thread) => thread.end()));
  }

  private next(): void {
    if (this.busy >= MAX_THREADS) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.busy += 1;
    const thread = this.idle.pop() ?? newRunner();
    const result = thread.run(job.call);
    result
      .then(
        () => this.idle.push(thread),
        // It may be broken; the next call gets a new one.
        () => thread.end(),
      )
      .finally(() => {
        this.busy -= 1;
        this.next();
      });
    job.done(result);
  }
}

function newRunner(): Runner {
  try {
    return new Argon2Thread(require.resolve('hash-wasm'));
  } catch {
    return new Argon2InProcess();
  }
}
