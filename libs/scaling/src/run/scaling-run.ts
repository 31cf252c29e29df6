import type { Clock } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import { DemandProbe } from '../demand/demand-probe';
import type { Drivers } from '../drivers/drivers';
import type { TargetLock } from '../reconcile/lock';
import { reconcile, type ReconcileResult } from '../reconcile/reconcile';
import type { TargetRules } from '../rules/rules';
import type { RulesFile } from '../rules/rules-file';
import type { Demand } from '../schedule/desired-state';
import type { Override } from '../schedule/override';
import { pauseText } from '../storage/pause-store';
import type { ScalingStore } from '../storage/scaling-store';
import { nextCheck } from './next-check';
import { nextBoundary, type NextBoundary } from './next-boundary';
import type { Protection } from './protected/protection';

export interface ScalingRunParts {
  readonly rules: RulesFile;
  readonly store: ScalingStore;
  readonly drivers: Pick<Drivers, 'driverOf'>;
  readonly lock: TargetLock;
  readonly protection: Protection;
  readonly clock: Clock;
}

/** What one look at a target came to. */
export interface ReconcileRun {
  readonly result: ReconcileResult;
  /** When the next one is due at the latest, to change its size. */
  readonly edge: NextBoundary | undefined;
  /** When to see whether the platform has got there: milliseconds since 1970. */
  readonly checkAt: number | undefined;
}

/** Milliseconds from one report of the rules to the next that tells nothing new. */
const REPORT_INTERVAL_MS = 15_000;

/**
 * Looks at targets: rules from the file, overrides, pauses and demand from the store, one change at
 * a time by the lock, made by the drivers and kept in the history.
 */
export class ScalingRun {
  private readonly logger = new Logger('Scaling');
  private readonly probe: DemandProbe;
  /** What the apis know: a hundred targets are looked at within a second. */
  private reported: { readonly text: string; readonly at: number } | undefined;

  constructor(private readonly parts: ScalingRunParts) {
    const onFault = (target: string, reason: string) =>
      this.logger.warn(
        `${target} cannot be asked whether it still works, so it counts as idle: ${reason}`,
      );
    this.probe = new DemandProbe(parts.clock, { onFault });
  }

  /**
   * Reads the rules file again where it changed, and lets the apis know: at once of news, else now
   * and then.
   *
   * @returns the names of the targets in force
   */
  async refresh(): Promise<readonly string[]> {
    const { rules: file, clock } = this.parts;
    await file.reload();
    const names = file.rules?.targets.map(({ name }) => name);
    const text = `${file.hash} ${JSON.stringify(file.faults)}`;
    const now = clock.now();
    const { reported } = this;
    if (reported?.text !== text || now - reported.at >= REPORT_INTERVAL_MS) {
      this.reported = { text, at: now };
      await this.report(names, now);
    }
    return names ?? [];
  }

  /** Makes one target what it should be now. @returns none where no rule names it */
  async reconcileTarget(name: string): Promise<ReconcileRun | undefined> {
    const { rules: file, store, drivers, lock, clock } = this.parts;
    const { rules } = file;
    const ruled = rules?.targets.find((target) => target.name === name);
    if (rules === undefined || ruled === undefined) return undefined;

    const target = await this.leftAlone(ruled);
    let overrides: readonly Override[] = [];
    let demand: Demand | undefined;
    const result = await reconcile(target, {
      clock,
      driver: drivers.driverOf(target.settings),
      lock,
      overrides: async () => {
        const ordered = await store.overrides.pending(clock.now(), name);
        overrides = [...rules.overrides, ...ordered];
        return overrides;
      },
      demand: async () => {
        demand = await this.demandFor(target);
        return demand;
      },
      record: (found) =>
        store.statuses.record({
          target: ruled,
          result: found,
          currency: rules.currency,
          overrides: rules.overrides,
        }),
    });
    const edge = nextBoundary(target, overrides, demand, clock.now());
    return { result, edge, checkAt: nextCheck(result) };
  }

  private async report(names: readonly string[] | undefined, seenAt: number): Promise<void> {
    const { rules: file, store } = this.parts;
    const { faults, hash } = file;
    const currency = file.rules?.currency;
    try {
      await store.rules.report({ seenAt, hash, currency, faults }, names);
    } catch (error) {
      this.reported = undefined;
      throw error;
    }
  }

  /** Who asked for a target, and what it still works at. */
  private async demandFor(target: TargetRules): Promise<Demand> {
    const { store } = this.parts;
    const seen = target.onDemand && (await store.demand.of(target.name));
    return { lastSeen: seen?.lastSeen, work: await this.probe.work(target) };
  }

  /** As its rules say, unless something says that it is to be left alone. */
  private async leftAlone(target: TargetRules): Promise<TargetRules> {
    const { protection, store, clock } = this.parts;
    if (target.excluded !== undefined) return target;
    const reason = protection.why(target);
    if (reason !== undefined) return { ...target, excluded: reason };
    const pause = await store.pauses.of(target.name, clock.now());
    return pause === undefined
      ? target
      : { ...target, excluded: pauseText(pause, target.calendar.zone) };
  }
}
