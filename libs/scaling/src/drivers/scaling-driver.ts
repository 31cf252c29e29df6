import type { PlatformSettings } from '../rules/platform-settings';
import type { Size, Wanted } from '../size';

/** A target as drivers see it. */
export interface DriverTarget<Settings extends PlatformSettings = PlatformSettings> {
  readonly name: string;
  readonly settings: Settings;
  readonly offHours: Wanted;
}

/** What a platform says about a target now. */
export interface ActualSize {
  /** The number of replicas that the platform is told to run. */
  readonly desired: number;
  /** The number that runs and is ready. */
  readonly ready: number;
  /** The bounds of the platform's autoscaler, where the driver keeps them in step. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Something else moves `desired` between the bounds; no replica count is wrong there. */
  readonly autoscaled: boolean;
  /** The platform has nothing left to do: all that shall run does, and no more. */
  readonly settled: boolean;
  /** What else is not as it belongs to this size, in words: `apply` puts it right. */
  readonly differs?: string | undefined;
}

/**
 * One platform. Every method may be called again after a failure or a kill at any point and must
 * then complete the work; none of them waits for replicas to start or stop.
 *
 * @throws {ScalingError} from every method, with nothing of credentials in its message
 */
export interface ScalingDriver<Settings extends PlatformSettings = PlatformSettings> {
  /** Where sizes from before off hours are kept for the morning. */
  readonly earlier: EarlierSizes<Settings>;

  read(target: DriverTarget<Settings>): Promise<ActualSize>;

  /**
   * Asks the platform for `size`, in the order in which its autoscaler cannot undo the first step
   * before the second is taken. Must not touch more than the size.
   *
   * @param actual what `read` has just found
   */
  apply(target: DriverTarget<Settings>, size: Size, actual: ActualSize): Promise<void>;
}

/**
 * Keeps the size that a target had before its off hours: beside the target itself (tags,
 * annotations) or in a store. It must outlive the process that keeps it.
 */
export interface EarlierSizes<Settings extends PlatformSettings = PlatformSettings> {
  read(target: DriverTarget<Settings>): Promise<Size | undefined>;
  keep(target: DriverTarget<Settings>, size: Size): Promise<void>;
  forget(target: DriverTarget<Settings>): Promise<void>;
}
