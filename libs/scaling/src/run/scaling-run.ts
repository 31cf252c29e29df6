import type { Clock } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import { DemandProbe } from '../demand/demand-probe';
import type { Drivers } from '../drivers/drivers';
import type { TargetLock } from '../reconcile/lock';
import { reconcile, type ReconcileDeps, type ReconcileResult } from '../reconcile/reconcile';
import type { TargetRules } from '../rules/rules';
import type { RulesFile } from '../rules/rules-file';
import type { Demand } from '../schedule/desired-state';
import type { Override } from '../schedule/override';
import { pauseText } from '../storage/pause-store';
import type { ScalingStore } from '../storage/scaling-store';
import { nextBoundary, type NextBoundary } from './next-boundary';
import type { Protection } from './protected/protection';

export interface ScalingRunParts {
  readonly rules: RulesFile;
  readonly store: ScalingStore;
  readonly drivers: Pick<Drivers, 'driverOf'>;
  readonly lock: TargetLock;
  readonly protection: Protection;
  readonly clock: Clock;
  /** How long to wait for a platform; that of `reconcile` unless said. */
  readonly wait?: ReconcileDeps['wait'];
}

/** What one look at a target came to. */
export interface ReconcileRun {
  readonly result: ReconcileResult;
  /** When the next one is due at the latest, to change its size. */
  readonly edge: NextBoundary | undefined;
}

/**
 * Looks at targets: rules from the file, overrides, pauses and demand from the store, one change at
 * a time by the lock, made by the drivers and kept in the history.
 */
export class ScalingRun {
  private readonly logger = new Logger('Scaling');
  private readonly probe: DemandProbe;

  constructor(private readonly parts: ScalingRunParts) {
    const onFault = (target: string, reason: string) =>
      this.logger.warn(
        `${target} cannot be asked whether it still works, so it counts as idle: ${reason}`,
      );
    this.probe = new DemandProbe(parts.clock, { onFault });
  }

  /**
   * Reads the rules file again where it changed, and lets the apis know.
   *
   * @returns the names of the targets in force
   */
  async refresh(): Promise<readonly string[]> {
    const { rules: file, store, clock } = this.parts;
    await file.reload();
    const names = file.rules?.targets.map(({ name }) => name);
    const { faults, hash } = file;
    const currency = file.rules?.currency;
    await store.rules.report({ seenAt: clock.now(), hash, currency, faults }, names);
    return names ?? [];
  }

  /** Makes one target what it should be now. @returns none where no rule names it */
  async reconcileTarget(name: string): Promise<ReconcileRun | undefined> {
    const { rules: file, store, drivers, lock, clock, wait } = this.parts;
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
      ...(wait && { wait }),
    });
    await store.statuses.record({ target: ruled, result, currency: rules.currency });
    return { result, edge: nextBoundary(target, overrides, demand, clock.now()) };
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
    return pause === undefined ? target : { ...target, excluded: pauseText(pause) };
  }
}
