import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { rulesFaultText } from '../rules/rules-fault';
import type { RulesReport } from '../storage/rules-report-store';
import type { StoredOverride } from '../storage/override-store';
import { ScalingStore } from '../storage/scaling-store';
import {
  isoOf,
  type OverrideView,
  overrideView,
  type PauseView,
  pauseView,
  type TargetStatus,
  targetStatus,
} from './target-status';

/** All that the workers last knew, and what people have ordered. Times are ISO 8601 in UTC. */
export interface StatusReport {
  /** What a worker last saw of its rules file; null where none has run yet. */
  readonly rules: {
    readonly seenAt: string;
    readonly hash: string | null;
    /** Of the file as it is now; the rules before them stay in force. */
    readonly faults: readonly string[];
  } | null;
  /** The pause of all targets. */
  readonly paused: PauseView | null;
  readonly targets: readonly TargetStatus[];
}

/** Tells how the targets are: by what the workers wrote down, not by files or platforms. */
@Injectable()
export class ScalingStatus {
  constructor(
    private readonly store: ScalingStore,
    private readonly clock: Clock,
  ) {}

  /** A target as it is told; none where no worker tells of it. */
  async of(target: string): Promise<TargetStatus | undefined> {
    const { targets } = await this.report();
    return targets.find((one) => one.target === target);
  }

  /** The overrides that hold or will hold, and what will come of each. */
  async overrides(): Promise<readonly OverrideView[]> {
    const now = this.clock.now();
    const [{ targets }, pending] = await Promise.all([
      this.report(),
      this.store.overrides.pending(now),
    ]);
    const known = new Map(targets.flatMap((one) => one.overrides.map((view) => [view.id, view])));
    return pending.map((one) => known.get(one.id) ?? overrideView(one));
  }

  /** The pauses that hold for a target; without one those of all and of each. */
  async pausesOf(target: string | undefined): Promise<readonly PauseView[]> {
    const holding = await this.store.pauses.holding(this.clock.now());
    return holding
      .filter((pause) => target === undefined || (pause.target ?? target) === target)
      .map(pauseView);
  }

  /** What will come of an override that was ordered just now. */
  async outlook(override: StoredOverride): Promise<OverrideView> {
    const status = await this.of(override.target);
    return status?.overrides.find(({ id }) => id === override.id) ?? overrideView(override);
  }

  async report(): Promise<StatusReport> {
    const now = this.clock.now();
    const { statuses, pauses, overrides, rules } = this.store;
    const [stored, holding, pending, seen] = await Promise.all([
      statuses.all(),
      pauses.holding(now),
      overrides.pending(now),
      rules.last(),
    ]);
    const all = holding.find(({ target }) => target === undefined);
    return {
      rules: seen === undefined ? null : rulesView(seen),
      paused: all === undefined ? null : pauseView(all),
      targets: stored.map((status) => targetStatus(status, holding, pending, now)),
    };
  }
}

function rulesView({ seenAt, hash, faults }: RulesReport) {
  // Where the file lies is nobody's business; the line and column are.
  return {
    seenAt: isoOf(seenAt),
    hash: hash ?? null,
    faults: faults.map((fault) => rulesFaultText('rules', fault)),
  };
}
