import { Random } from '../deploy-fuzz/random';
import { CHANGES } from './changes';
import { Corpus } from './corpus';
import { excessMs } from './finding';
import type { Meter } from './meter';
import { isDearOnPurpose } from './report';
import { seeds } from './seeds';
import { sizeOf, type WireRequest } from './wire-request';

interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly onProgress?: (done: number, search: Search) => void;
}

/** Milliseconds beyond what the size explains; less is no trace to follow. */
const FLOOR_MS = 5;
/** What costs hardly more than what is known would be followed for its noise. */
const MARGIN = 1.2;
/** Looked at together for what they leave behind. */
const BLOCK = 1_000;
/** Bytes for each request of a block, on the average; less is the noise of a heap. */
const FLOOR_BYTES = 500;
/** Enough for what one request keeps to stand out of the noise. */
const MIN_SENDS = 100;

/**
 * Looks for dear requests: changes sound ones, and those again that were found to cost the most CPU or to
 * leave the most memory behind.
 */
export class Search {
  readonly byCpu = new Corpus(excessMs);
  readonly byKept = new Corpus(({ keptBytes }) => keptBytes);
  private readonly random: Random;
  /** Bytes for each block: what each new address leaves behind, until others make room for it. */
  private usualGrowth?: number;

  constructor(
    private readonly meter: Meter,
    private readonly options: Options,
  ) {
    this.random = new Random(options.seed);
  }

  async run(session: () => Promise<string>): Promise<void> {
    const { requests, onProgress } = this.options;
    let sound = seeds(await session());
    await this.meter.kept(sound, 3 * sound.length);
    for (let done = 0; done < requests; done += BLOCK) {
      // Sessions make room for others.
      sound = seeds(await session());
      await this.tryBlock(sound, Math.min(BLOCK, requests - done));
      onProgress?.(done + BLOCK, this);
    }
  }

  private async tryBlock(sound: readonly WireRequest[], count: number): Promise<void> {
    const wires: WireRequest[] = [];
    while (wires.length < count) {
      const wire = this.next(sound);
      wires.push(wire);
      await this.followCpu(wire);
    }
    const grown = await this.meter.grown();
    const usual = this.usualGrowth ?? grown;
    this.usualGrowth = (usual + grown) / 2;
    if (grown > Math.max(FLOOR_BYTES * count, 2 * usual)) await this.followKept(wires);
  }

  private async followCpu(wire: WireRequest): Promise<void> {
    const { cpuMs, status } = await this.meter.cost(wire);
    const bytes = sizeOf(wire);
    const enough = Math.max(FLOOR_MS, MARGIN * this.byCpu.worst(wire, status));
    if (excessMs({ cpuMs, bytes }) <= enough) return;
    const finding = await this.meter.measured(wire, enough - excessMs({ cpuMs: 0, bytes }));
    if (excessMs(finding) > enough && !isDearOnPurpose(finding)) this.byCpu.keep(finding);
  }

  /** Halves what left much behind, until one request is left. */
  private async followKept(wires: readonly WireRequest[]): Promise<void> {
    let [rest, keptBytes] = [wires, 0];
    while (rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      const halves = [rest.slice(0, middle), rest.slice(middle)] as const;
      const [one, other] = [await this.keptOf(halves[0]), await this.keptOf(halves[1])];
      [rest, keptBytes] = one > other ? [halves[0], one] : [halves[1], other];
      if (keptBytes < FLOOR_BYTES) return;
    }
    for (const wire of rest) {
      this.byKept.keep({ ...(await this.meter.measured(wire)), keptBytes });
    }
  }

  private keptOf(wires: readonly WireRequest[]): Promise<number> {
    return this.meter.kept(wires, Math.max(MIN_SENDS, wires.length));
  }

  private next(sound: readonly WireRequest[]): WireRequest {
    const { random } = this;
    const corpus = random.pick([undefined, undefined, undefined, this.byCpu, this.byKept]);
    let wire = corpus?.pick(random) ?? random.pick(sound);
    for (let left = random.count(3); left > 0; left -= 1) {
      wire = random.pick(CHANGES)(random, wire) ?? wire;
    }
    return wire;
  }
}
