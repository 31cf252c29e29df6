import type { TestDatabase } from '@repo/database/testing';
import { Clock } from '@repo/foundation';
import { ManualClock } from '@repo/foundation/testing';
import { Tables } from '@repo/database';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReconcileRequests } from '../orders/reconcile-requests';
import { ScalingOrders } from '../orders/scaling-orders';
import { LocalLock } from '../reconcile/lock';
import { RulesFile } from '../rules/rules-file';
import { Protection } from '../run/protected/protection';
import { ScalingRun } from '../run/scaling-run';
import { ScalingStatus } from '../status/scaling-status';
import { ScalingStore } from '../storage/scaling-store';
import { scalingTools } from '../tools/scaling-tools';
import { NotedRequests } from './seen-targets';
import { type Fate, SimulatedPlatform } from './simulated-platform';

const minute = 60_000;

/** How many replicas a target was to have after a look. */
export interface Seen {
  readonly at: number;
  readonly replicas: number;
}

/**
 * An assistant at the tools of an api, a worker that looks minute by minute at what the simulated
 * platform runs, and the one clock of both.
 */
export class Assistant {
  readonly clock = new ManualClock(0);
  worker: 'runs' | 'is away' = 'runs';
  fate: Fate = 'well';
  platform = this.newPlatform();
  private run: ScalingRun | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'assistant-'));
  private constructor(private readonly database: TestDatabase) {}
  private harness: Harness | undefined;

  static async on(database: TestDatabase): Promise<Assistant> {
    const assistant = new Assistant(database);
    assistant.harness = await createHarness({
      providers: [
        { provide: Tables, useValue: database.dataSource },
        { provide: Clock, useValue: assistant.clock },
        { provide: ReconcileRequests, useClass: NotedRequests },
        ...[ScalingStore, ScalingStatus, ScalingOrders, ...scalingTools],
      ],
    });
    return assistant;
  }

  async close(): Promise<void> {
    await this.harness?.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Begins anew: a target `api` with three replicas and the settings of `rules`. */
  async begin(rules: string, at: number): Promise<void> {
    await this.database.clear();
    this.clock.set(at);
    this.worker = 'runs';
    this.fate = 'well';
    this.platform = this.newPlatform();
    const path = join(this.folder, 'scaling.yaml');
    writeFileSync(path, rules);
    this.run = new ScalingRun({
      rules: new RulesFile(path, this.clock),
      store: new ScalingStore(this.database.dataSource),
      drivers: { driverOf: () => this.platform },
      lock: new LocalLock(),
      protection: new Protection([], undefined),
      clock: this.clock,
    });
    await this.run.refresh();
    await this.look();
  }

  async call(era: 'modern' | 'legacy', name: string, input: Record<string, unknown>) {
    const auth = { token: '', clientId: 'assistant', scopes: ['*'], extra: { subject: 'ana' } };
    const client = await this.harness!.connect(era, { auth });
    const result = await client.callTool({ name, arguments: input });
    // As a client has it that knows no types.
    const { content, structuredContent: structured } = JSON.parse(JSON.stringify(result));
    const text: string = content[0].text;
    return { text, structured, isError: result.isError === true };
  }

  /** Lets the time pass, with a look each ten minutes and one at once, as an order asks for it. */
  async passUntil(end: number): Promise<Seen[]> {
    const seen: Seen[] = [];
    for (let at = this.clock.now(); at <= end; at += 10 * minute) {
      this.clock.set(at);
      await this.look();
      seen.push({ at, replicas: this.platform.desired });
    }
    return seen;
  }

  private async look(): Promise<void> {
    if (this.worker === 'runs') await this.run?.reconcileTarget('api');
  }

  private newPlatform(): SimulatedPlatform {
    return new SimulatedPlatform({ min: 3, desired: 3, max: 3 }, false, () => this.fate);
  }
}
