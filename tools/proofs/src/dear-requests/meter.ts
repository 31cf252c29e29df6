import { Agent } from 'node:http';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import type { Random } from '../deploy-fuzz/random';
import type { Finding } from './finding';
import { send, sizeOf, varied, type WireRequest } from './wire-request';

interface Cost {
  readonly cpuMs: number;
  readonly status: number;
}

/** Enough to follow a trace. */
const TIMES = 3;
/** Milliseconds. A server that has used less CPU than the second in the first is at rest. */
const [REST_MS, RESTING_CPU_MS] = [4, 0.5];

/** Sends requests, one at a time, so that what the server costs meanwhile is their cost. */
export class Meter {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly port: number;
  private lastMicros = 0;
  private lastHeld = 0;

  constructor(
    private readonly server: ServerProcess,
    private readonly random: Random,
  ) {
    this.port = Number(new URL(server.url).port);
  }

  close(): void {
    this.agent.destroy();
  }

  /** A first look: may have some of what the request before left to be done. */
  async cost(wire: WireRequest): Promise<Cost> {
    const status = await send(this.port, this.agent, varied(wire, this.random));
    const cpuMs = await this.cpuMs();
    if (this.server.hasEnded()) throw new Error(`The server ended: ${this.server.lastOutput}`);
    return { cpuMs, status };
  }

  /**
   * What a request costs, with what it leaves to be done after its answer, such as its audit record. The
   * least of several times: others use the machine, and its first time compiles.
   *
   * @param enough milliseconds; what costs no more is not looked at again
   */
  async measured(wire: WireRequest, enough = 0, times = TIMES): Promise<Finding> {
    let [cpuMs, status] = [Infinity, 0];
    for (let time = 0; time < times && cpuMs > enough; time += 1) {
      await this.untilResting();
      const cost = await this.cost(wire);
      const sum = cost.cpuMs + (await this.untilResting());
      if (sum < cpuMs) [cpuMs, status] = [sum, cost.status];
    }
    return { wire, bytes: sizeOf(wire), status, cpuMs, keptBytes: 0 };
  }

  /** Sends so many requests, each of them as often as the others; @returns what each left behind. */
  async kept(wires: readonly WireRequest[], sends: number): Promise<number> {
    await this.grown();
    const times = Math.ceil(sends / wires.length);
    for (let time = 0; time < times; time += 1) for (const wire of wires) await this.cost(wire);
    return (await this.grown()) / (times * wires.length);
  }

  /** Bytes that the server holds more than when this was asked last, after garbage collection. */
  async grown(): Promise<number> {
    const { heapUsed, external } = await this.server.memory();
    const bytes = heapUsed + external - this.lastHeld;
    this.lastHeld += bytes;
    return bytes;
  }

  /** @returns milliseconds of CPU until then */
  private async untilResting(): Promise<number> {
    let cpuMs = 0;
    for (let last = Infinity; last > RESTING_CPU_MS; cpuMs += last) {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      last = await this.cpuMs();
    }
    return cpuMs;
  }

  /** What the server has cost since it was asked last. */
  private async cpuMs(): Promise<number> {
    const micros = await this.server.cpuMicros();
    const cpuMs = (micros - this.lastMicros) / 1_000;
    this.lastMicros = micros;
    return cpuMs;
  }
}
