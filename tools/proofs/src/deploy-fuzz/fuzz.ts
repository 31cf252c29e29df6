import type { DeployOptions } from '@repo/platform/src/deploy/deploy';
import { asDeployError, DeployError } from '@repo/platform/src/deploy/deploy.error';
import { Progress } from '@repo/platform/src/deploy/report/progress';
import { FakeAws } from '@repo/platform/src/deploy/testing/fake-aws';
import { FakeClock } from '@repo/platform/src/deploy/testing/fake-clock';
import { ecsSubject } from './ecs.subject';
import { type Fault, FaultyWire } from './faulty-wire';
import { kubernetesSubject } from './kubernetes.subject';
import { Random } from './random';
import type { Conditions, Subject } from './subject';

export type PlatformName = 'ecs' | 'kubernetes';

/** What came of one run and of the one after it. */
export interface FuzzResult {
  readonly platform: PlatformName;
  readonly seed: number;
  /** Of the faulty run: `deployed`, or the code of its error. */
  readonly outcome: string;
  readonly exitCode: number;
  readonly requests: number;
  /** Of the faulty run, by its own clock. */
  readonly minutes: number;
  readonly met: ReadonlyMap<Fault, number>;
  /** What must not be; empty where all is well. */
  readonly violations: readonly string[];
}

/** What a client waits for an answer, by the clock of the deploy. */
const SILENCE_MS = 15_000;
/** What the client of the faulty run really waits: the clock of the deploy passes by itself. */
const IMPATIENCE_MS = 30;
/** A deploy that waits for another, migrates, rolls out and goes back may take this long. */
const LIMIT_MINUTES = 100;
/** By the clock on the wall: a run that hangs. */
const HANG_MS = 60_000;
/** Longer than the lock of a run that was cut off counts. */
const BETWEEN_RUNS_MS = 120_000;

/** Deploys once with faults, a broken release or a stop by chance, and once more without. */
export async function fuzzOnce(platform: PlatformName, seed: number): Promise<FuzzResult> {
  const random = new Random(seed);
  const conditions: Conditions = {
    isBroken: random.chance(0.2),
    isAsleep: random.chance(0.15),
    breaksCircuit: random.chance(0.5),
  };
  const rate = random.pick([0, 0.05, 0.15, 0.4, 0.8]);
  const stopAt = random.chance(0.35) ? random.count(40) : Infinity;
  // Half of the bad days begin in the midst of the deploy.
  const faultyFrom = random.chance(0.5) ? 0 : random.count(30);
  const migrationFails = random.chance(0.1);
  const verifies = random.chance(0.8);

  const clock = new FakeClock();
  const stop = new AbortController();
  const violations = new Set<string>();
  let subject: Subject | undefined;
  const look = () => {
    if (subject === undefined) return;
    if (!conditions.isAsleep && subject.serving() < 1) violations.add('neither version serves');
    for (const fault of subject.faults()) violations.add(fault);
  };
  let watch: (earlier: number) => void = () => undefined;
  const wire = new FaultyWire({
    ...{ random, rate },
    throttled:
      platform === 'ecs' ? FakeAws.throttled : { status: 429, body: { message: 'too many' } },
    onSilence: () => clock.advance(SILENCE_MS),
    onRequest: (earlier) => watch(earlier),
    afterRequest: look,
  });
  wire.isFaulty = false;
  const made = await (platform === 'ecs' ? ecsSubject : kubernetesSubject)(conditions, clock, wire);
  try {
    await made.deploy('a', options('first', clock, new AbortController().signal));
    subject = made;

    wire.requests = 0;
    watch = (earlier) => {
      wire.isFaulty = earlier >= faultyFrom;
      if (earlier !== stopAt) return;
      stop.abort(new DeployError('STOPPED', 'Told to stop by SIGTERM.'));
    };
    made.migrationFails(migrationFails);
    const start = clock.now();
    const verify = () =>
      verifies ? Promise.resolve() : Promise.reject(new DeployError('FAILED', 'no tools'));
    const first = await outcomeOf(
      made.deploy('b', { ...options('faulty', clock, stop.signal), verify }, IMPATIENCE_MS),
    );
    const minutes = (clock.now() - start) / 60_000;
    const { requests } = wire;
    if (first.name === 'HANGS') violations.add('the run did not end');
    if (minutes > LIMIT_MINUTES) violations.add(`the run took ${Math.round(minutes)} minutes`);
    if (first.name === 'STOPPED' && !/Done: .*Left: /s.test(first.message)) {
      violations.add('the stop does not say what is done and left');
    }

    watch = () => undefined;
    wire.isFaulty = false;
    made.migrationFails(false);
    clock.advance(BETWEEN_RUNS_MS);
    const second = await outcomeOf(
      made.deploy('b', options('repair', clock, new AbortController().signal)),
    );
    for (const fault of repairFaults(made, conditions, second.name)) violations.add(fault);
    look();
    return {
      ...{ platform, seed, outcome: first.name, exitCode: first.exitCode, requests, minutes },
      ...{ met: wire.met, violations: [...violations] },
    };
  } finally {
    await made.stop();
  }
}

/** What a run without faults should have come to. */
function repairFaults(subject: Subject, { isBroken }: Conditions, outcome: string): string[] {
  const wanted = isBroken ? ['ROLLED_BACK'] : ['deployed', 'unchanged'];
  const version = isBroken ? 'a' : 'b';
  return [
    ...(wanted.includes(outcome) ? [] : [`the next run ended with ${outcome}`]),
    ...(subject.running() === version ? [] : [`the next run left ${subject.running()} running`]),
    ...subject.leftOvers().map((one) => `the next run left ${one}`),
  ];
}

function options(
  holder: string,
  clock: FakeClock,
  signal: AbortSignal,
): Omit<DeployOptions, 'clock'> {
  return { holder, signal, progress: new Progress({ write: () => undefined }, clock) };
}

interface RunOutcome {
  readonly name: string;
  readonly exitCode: number;
  readonly message: string;
}

/** A deploy that has not ended after a minute of the clock on the wall hangs. */
async function outcomeOf(run: Promise<string>): Promise<RunOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<RunOutcome>((resolve) => {
    timer = setTimeout(resolve, HANG_MS, { name: 'HANGS', exitCode: -1, message: '' });
  });
  const ended = run.then(
    (name): RunOutcome => ({ name, exitCode: 0, message: '' }),
    (error: unknown): RunOutcome => {
      const { code, exitCode, message } = asDeployError(error);
      return { name: code, exitCode, message };
    },
  );
  try {
    return await Promise.race([ended, hang]);
  } finally {
    clearTimeout(timer);
  }
}
