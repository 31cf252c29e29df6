import type { ActualSize, EarlierSizes, ScalingDriver } from '../drivers/scaling-driver';
import { ScalingError } from '../drivers/scaling.error';
import type { Size } from '../size';

/** What happens to one call: it may fail before or after it took effect, or its caller may die. */
export type Fate = 'well' | 'fails-before' | 'fails-after' | 'killed-before' | 'killed-after';

/**
 * A platform in memory that takes two calls for one change, as ECS does, and whose calls fail as
 * `fate` says. Throws where two changes run at once.
 */
export class SimulatedPlatform implements ScalingDriver {
  desired: number;
  bounds: { min: number; max: number } | undefined;
  kept: Size | undefined;
  calls = 0;
  changes = 0;
  /** Set by a kill: from here on this caller does nothing any more. */
  onKill: () => void = () => undefined;
  onChange: (desired: number) => void = () => undefined;
  private changing = 0;

  constructor(
    size: Size,
    autoscaled: boolean,
    private readonly fate: () => Fate,
  ) {
    this.desired = size.desired;
    this.bounds = autoscaled ? { min: size.min, max: size.max } : undefined;
  }

  readonly earlier: EarlierSizes = {
    read: () => this.call(() => this.kept),
    keep: (_target, size) => this.change(() => void (this.kept = size)),
    forget: () => this.change(() => void (this.kept = undefined)),
  };

  read(): Promise<ActualSize> {
    return this.call(() => this.actual());
  }

  actual(): ActualSize {
    return {
      desired: this.desired,
      ready: this.desired,
      min: this.bounds?.min,
      max: this.bounds?.max,
      autoscaled: this.bounds !== undefined,
      settled: true,
    };
  }

  async apply(_target: unknown, size: Size, actual: ActualSize): Promise<void> {
    const setBounds = async () => {
      if (actual.autoscaled && (actual.min !== size.min || actual.max !== size.max)) {
        await this.change(() => void (this.bounds = { min: size.min, max: size.max }));
      }
    };
    if (size.desired < actual.desired) await setBounds();
    if (size.desired !== actual.desired) {
      await this.change(() => {
        this.onChange(size.desired);
        this.desired = size.desired;
        this.changes += 1;
      });
    }
    if (size.desired >= actual.desired) await setBounds();
  }

  private async change(effect: () => void): Promise<void> {
    if (this.changing > 0) throw new Error('two changes at once');
    this.changing += 1;
    try {
      await this.call(effect);
    } finally {
      this.changing -= 1;
    }
  }

  private async call<T>(effect: () => T): Promise<T> {
    this.calls += 1;
    const fate = this.fate();
    // Others get their turn here, as they do during a call over a network.
    await Promise.resolve();
    if (fate.startsWith('killed')) {
      if (fate === 'killed-after') effect();
      // A dead process holds nothing and goes nowhere.
      this.changing = 0;
      this.onKill();
      return new Promise<T>(() => undefined);
    }
    if (fate === 'fails-before') throw failure;
    const result = effect();
    if (fate === 'fails-after') throw failure;
    return result;
  }
}

/** The same each time: nobody reads the stack traces, and 60,000 of them take their time. */
const failure = new ScalingError(
  'UNREACHABLE',
  'api',
  'simulated call',
  'a fault of the simulation',
);
