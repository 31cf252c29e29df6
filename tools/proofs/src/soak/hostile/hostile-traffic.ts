import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Tally } from './hostile.program';

/** The process that attacks. */
export class HostileTraffic {
  private constructor(private readonly child: ChildProcess) {}

  /** @param tokens good tokens, one for each address that it attacks from */
  static start(url: string, tokens: readonly string[]): HostileTraffic {
    const child = fork(join(__dirname, 'hostile.program.ts'), { execArgv: process.execArgv });
    child.send({ url, tokens });
    return new HostileTraffic(child);
  }

  /** @throws {Error} it ended before: what was measured was no attack */
  async stop(): Promise<Tally> {
    if (this.child.exitCode !== null) throw new Error('The hostile traffic ended early.');
    const told = once(this.child, 'message');
    this.child.send('stop');
    const [tally] = (await told) as [Tally];
    return tally;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
