import { ask, askUntilAnswered, textOf, type Answer } from '../measure/ask';
import { createCall, type Call, type Era } from '../measure/call';
import { measure, type Measurement } from '../measure/measure';
import { ServerProcess } from '../measure/server-process';
import type { Contender } from './contenders';

const DATA = 'the quick brown fox';
const EXPECTED = `Processed: ${DATA}`;

/** A contender that runs, in one era: a row of the table. */
export class Entrant {
  private constructor(
    readonly contender: Contender,
    readonly era: Era,
    private readonly server: ServerProcess,
    private readonly call: Call,
  ) {}

  /** Starts a contender, one process for all its eras, and waits for right answers. */
  static async start(contender: Contender): Promise<Entrant[]> {
    const server = await ServerProcess.start(contender.program);
    const entrants = contender.eras.map(
      (era) => new Entrant(contender, era, server, createProcessDataCall(era, contender.headers)),
    );
    try {
      for (const entrant of entrants) await entrant.becomeReady();
    } catch (error) {
      await server.stop();
      throw new Error(`${contender.name} did not start:\n${server.lastOutput}`, { cause: error });
    }
    return entrants;
  }

  get label(): string {
    return `${this.contender.name} ${this.era}`;
  }

  /** Measures it; what it answers is checked before and after. */
  async measure(duration: number, polling: boolean): Promise<Measurement> {
    await this.check();
    const measurement = await measure(this.server, this.call, { duration, polling });
    await this.check();
    return measurement;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async becomeReady(): Promise<void> {
    const { url, hasEnded } = this.server;
    this.expectRight(await askUntilAnswered(url, this.call, hasEnded));
  }

  private async check(): Promise<void> {
    this.expectRight(await ask(this.server.url, this.call));
  }

  /** @throws {Error} the answer is not what the tool must say */
  private expectRight(answer: Answer): void {
    if (answer.status === 200 && textOf(answer) === EXPECTED) return;
    throw new Error(
      `${this.contender.name} (${this.era}) answered ${answer.status}: ${answer.text.slice(0, 500)}`,
    );
  }
}

function createProcessDataCall(era: Era, headers?: Call['headers']): Call {
  const params = { name: 'process_data', arguments: { data: DATA } };
  return createCall(era, 'tools/call', params, headers);
}
