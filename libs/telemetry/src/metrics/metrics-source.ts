import { Injectable } from '@nestjs/common';
import type { MetricsFormat } from './metrics-format';
import { addUpText, takeSnapshot, type MetricsSnapshot } from './metrics-snapshot';

/** Where what `/metrics` shows comes from. */
export abstract class MetricsSource {
  /** @throws when there is none now */
  abstract text(format: MetricsFormat): Promise<string>;
}

/** One that can also send them elsewhere. */
export abstract class SnapshotSource extends MetricsSource {
  abstract snapshot(): Promise<MetricsSnapshot>;
}

/** This process alone. */
@Injectable()
export class OwnMetrics extends SnapshotSource {
  async text(format: MetricsFormat): Promise<string> {
    return addUpText([await takeSnapshot()], format);
  }

  snapshot(): Promise<MetricsSnapshot> {
    return takeSnapshot();
  }
}
