import type { DeployOptions, Outcome } from '@repo/platform/src/deploy/deploy';
import type { FakeClock } from '@repo/platform/src/deploy/testing/fake-clock';
import type { FaultyWire } from './faulty-wire';

/** How the release and its surroundings are. */
export interface Conditions {
  /** The new version does not come up. */
  readonly isBroken: boolean;
  /** The service is scaled to nothing. */
  readonly isAsleep: boolean;
  /** ECS goes back by itself. */
  readonly breaksCircuit: boolean;
}

/** A platform with a service in it that runs version a; version b is deployed to it. */
export interface Subject {
  /** @param requestTimeoutMs how long its client waits for one answer */
  deploy(
    version: 'a' | 'b',
    options: Omit<DeployOptions, 'clock'>,
    requestTimeoutMs?: number,
  ): Promise<Outcome>;
  migrationFails(fails: boolean): void;
  /** Tasks or pods that run and work. */
  serving(): number;
  /** What is wrong while a deploy is on its way, or after it. */
  faults(): readonly string[];
  /** What is wrong once a deploy should have put all in order. */
  leftOvers(): readonly string[];
  /** Which version the service should run. */
  running(): string;
  stop(): Promise<void>;
}

export type MakeSubject = (
  conditions: Conditions,
  clock: FakeClock,
  wire: FaultyWire,
) => Promise<Subject>;

export const digestOf = (version: string) => `sha256:${version.repeat(64)}`;
