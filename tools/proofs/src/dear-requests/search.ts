import { Agent } from 'node:http';
import { Random } from '../deploy-fuzz/random';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import { CHANGES } from './changes';
import { seeds } from './seeds';
import { send, sizeOf, type WireRequest } from './wire-request';

/** A request and what it cost. */
export interface Finding {
  readonly wire: WireRequest;
  readonly bytes: number;
  readonly status: number;
  /** Milliseconds of CPU of the whole server, the least of several times. */
  readonly cpuMs: number;
}

interface Options {
  readonly requests: number;
  readonly seed: number;
  /** Milliseconds; what a request costs below that is no trace to follow. */
  readonly floorMs?: number;
  readonly onProgress?: (done: number, dearest: readonly Finding[]) => void;
}

/** Sent at once: what is cheap is judged together. */
const TOGETHER = 10;
/** Milliseconds. */
const FLOOR_MS = 5;
/** Kept of each kind, to be changed further. */
const MAX_OF_KIND = 4;
const TIMES = 5;
/** What a request leaves to be done after its answer, such as its audit record. */
const SETTLE_MS = 30;
const PROGRESS_EACH = 1_000;

/**
 * Looks for dear requests: changes sound ones, and those found to be the dearest again. One request
 * at a time, so that what the server costs meanwhile is its cost.
 */
export class Search {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  private readonly random: Random;
  private readonly port: number;
  /** By kind, the dearest first. */
  private readonly corpus = new Map<string, Finding[]>();
  private lastMicros = 0;

  constructor(
    private readonly server: ServerProcess,
    private readonly options: Options,
  ) {
    this.random = new Random(options.seed);
    this.port = Number(new URL(server.url).port);
  }

  /** @returns the dearest of each kind, the dearest kind first */
  async run(session: () => Promise<string>): Promise<readonly Finding[]> {
    const { requests, onProgress } = this.options;
    let sound = seeds(await session());
    for (let warm = 0; warm < 3; warm += 1) for (const wire of sound) await this.cost(wire);
    for (let done = 0; done < requests; done += TOGETHER) {
      if (done % PROGRESS_EACH === 0) {
        // Sessions make room for others.
        sound = seeds(await session());
        onProgress?.(done, this.dearest);
      }
      await this.try(Array.from({ length: TOGETHER }, () => this.next(sound)));
    }
    return this.dearest;
  }

  close(): void {
    this.agent.destroy();
  }

  /**
   * The least of several times: others use the machine, and its first time compiles.
   *
   * @param enough milliseconds; what costs no more is not looked at again
   */
  async measured(wire: WireRequest, enough = 0): Promise<Finding> {
    let [cpuMs, status] = [Infinity, 0];
    for (let time = 0; time < TIMES && cpuMs > enough; time += 1) {
      const cost = await this.cost(wire, SETTLE_MS);
      if (cost.cpuMs < cpuMs) ({ cpuMs, status } = cost);
    }
    return { wire, bytes: sizeOf(wire), status, cpuMs };
  }

  /** Bytes of heap that a request leaves behind, on the average of so many. */
  async kept(wire: WireRequest, times: number): Promise<number> {
    const before = await this.server.memory();
    for (let time = 0; time < times; time += 1) await this.cost(wire);
    const after = await this.server.memory();
    return (after.heapUsed - before.heapUsed) / times;
  }

  /** Where all together cost less than the dearest of their kinds, none is dearer. */
  private async try(wires: readonly WireRequest[]): Promise<void> {
    await Promise.all(wires.map((wire) => send(this.port, this.agent, this.fromElsewhere(wire))));
    const together = await this.cpuMs();
    for (const wire of wires) {
      const enough = Math.max(this.options.floorMs ?? FLOOR_MS, this.worst(wire.kind));
      if (together <= enough || (await this.cost(wire)).cpuMs <= enough) continue;
      const finding = await this.measured(wire, enough);
      if (finding.cpuMs > enough) this.keep(finding);
    }
  }

  private get dearest(): Finding[] {
    const best = [...this.corpus.values()].flatMap(([first]) => first ?? []);
    return best.sort((one, other) => other.cpuMs - one.cpuMs);
  }

  private next(sound: readonly WireRequest[]): WireRequest {
    const { random } = this;
    const found = [...this.corpus.values()];
    const isNew = found.length === 0 || random.chance(0.4);
    let wire = isNew ? random.pick(sound) : random.pick(random.pick(found)).wire;
    for (let left = random.count(3); left > 0; left -= 1) {
      wire = random.pick(CHANGES)(random, wire) ?? wire;
    }
    return wire;
  }

  private worst(kind: string): number {
    return this.corpus.get(kind)?.[MAX_OF_KIND - 1]?.cpuMs ?? 0;
  }

  private keep(finding: Finding): void {
    const { kind } = finding.wire;
    const found = [...(this.corpus.get(kind) ?? []), finding];
    found.sort((one, other) => other.cpuMs - one.cpuMs);
    this.corpus.set(kind, found.slice(0, MAX_OF_KIND));
  }

  private async cost(
    wire: WireRequest,
    settleMs = 0,
  ): Promise<{ readonly cpuMs: number; readonly status: number }> {
    if (settleMs > 0) {
      await pause(settleMs);
      await this.cpuMs();
    }
    const status = await send(this.port, this.agent, this.fromElsewhere(wire));
    if (settleMs > 0) await pause(settleMs);
    const cpuMs = await this.cpuMs();
    if (this.server.hasEnded()) throw new Error(`The server ended: ${this.server.lastOutput}`);
    return { cpuMs, status };
  }

  /** What the server has cost since it was asked last. */
  private async cpuMs(): Promise<number> {
    const micros = await this.server.cpuMicros();
    const cpuMs = (micros - this.lastMicros) / 1_000;
    this.lastMicros = micros;
    return cpuMs;
  }

  /** From another address each time, or a few bad tokens would shut the search out. */
  private fromElsewhere(wire: WireRequest): WireRequest {
    if (wire.headers.some(([name]) => name === 'x-forwarded-for')) return wire;
    const { random } = this;
    const address = `203.${random.count(250)}.${random.count(250)}.${random.count(250)}`;
    return { ...wire, headers: [...wire.headers, ['x-forwarded-for', address]] };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
