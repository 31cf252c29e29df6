import { Worker } from 'node:worker_threads';
import type { Argon2Call } from './argon2';

/** Source, not a file: a bundle has no second file to start a thread from. */
const SOURCE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const hashWasm = require(workerData);
  parentPort.on('message', async ({ name, options }) => {
    try {
      parentPort.postMessage({ result: await hashWasm[name](options) });
    } catch (error) {
      parentPort.postMessage({ fault: String(error) });
    }
  });`;

type Answer = { readonly result: string | boolean } | { readonly fault: string };

/** A thread that runs one call at a time, so that nothing else waits for Argon2's 50 ms of CPU. */
export class Argon2Thread {
  private readonly worker: Worker;
  private done?: (answer: Answer) => void;

  /** @param hashWasm path of the package's entry */
  constructor(hashWasm: string) {
    this.worker = new Worker(SOURCE, { eval: true, workerData: hashWasm });
    // Idle, it keeps no process from ending.
    this.worker.unref();
    this.worker.on('message', (answer: Answer) => this.done?.(answer));
    this.worker.on('error', (error) => this.done?.({ fault: String(error) }));
    this.worker.on('exit', () => this.done?.({ fault: 'The thread has ended.' }));
  }

  /** @throws {Error} what `hash-wasm` says, or that the thread has ended */
  async run(call: Argon2Call): Promise<string | boolean> {
    this.worker.ref();
    const answer = await new Promise<Answer>((resolve) => {
      this.done = resolve;
      this.worker.postMessage(call);
    });
    this.done = undefined;
    this.worker.unref();
    if ('fault' in answer) throw new Error(`Argon2 failed: ${answer.fault}`);
    return answer.result;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/**
 * Runs calls where there is no file of `hash-wasm` to start a thread with: in a bundle that holds all
 * packages. Such a process serves one request at a time, so nobody waits meanwhile.
 */
export class Argon2InProcess {
  async run({ name, options }: Argon2Call): Promise<string | boolean> {
    const hashWasm = await import('hash-wasm');
    return name === 'argon2id' ? hashWasm.argon2id(options) : hashWasm.argon2Verify(options);
  }

  async end(): Promise<void> {}
}
