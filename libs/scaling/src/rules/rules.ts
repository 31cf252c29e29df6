import type { Wanted } from '../size';
import type { Calendar } from '../schedule/calendar';
import type { Override } from '../schedule/override';
import type { PlatformSettings } from './platform-settings';

/** Serving on demand in off hours. */
export interface OnDemand {
  /** Milliseconds for which a target stays up after the last demand. */
  readonly idle: number;
  readonly size: Wanted;
}

/** Waiting with the way down while a target still works. */
export interface StayWhileBusy {
  /** Its metrics as Prometheus text. */
  readonly metricsUrl: string;
  /** Calls a minute up to which it counts as idle. */
  readonly busyAbove: number;
  /** Milliseconds for which it stays up after its hours at most. */
  readonly limit: number;
}

/** All that is decided about one target, with the defaults of the file filled in. */
export interface TargetRules {
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly onHours: Wanted;
  readonly offHours: Wanted;
  /** Replicas that an override may ask for at most. */
  readonly maxOverride: number;
  /** Its hours, time zone and grace. */
  readonly calendar: Calendar;
  readonly onDemand?: OnDemand | undefined;
  readonly stayWhileBusy?: StayWhileBusy | undefined;
  /** Decide and report, and change nothing. */
  readonly dryRun: boolean;
  /** Left alone, and why. */
  readonly excluded?: string | undefined;
  /** Money for one replica that runs for one hour. */
  readonly pricePerReplicaHour?: number | undefined;
}

/** A rules file without a fault. */
export interface Rules {
  readonly targets: readonly TargetRules[];
  readonly overrides: readonly Override[];
  /** ISO 4217, of the prices. */
  readonly currency: string;
}
