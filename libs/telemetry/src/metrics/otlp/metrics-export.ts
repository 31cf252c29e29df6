import type {
  FactoryProvider,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { SnapshotSource, MetricsSource } from '../metrics-source';
import type { DescribedProcess } from '../../process/described-process';
import type { RunningExport } from './otlp-export';

/**
 * Sends the metrics by OTLP, where `OTEL_METRICS_EXPORTER` is `otlp`: the alternative to scraping, for
 * platforms where nobody can reach a process. Without it nothing of OpenTelemetry is loaded. Of the
 * processes of one replica the primary sends those of all.
 */
export class MetricsExport implements OnApplicationBootstrap, OnApplicationShutdown {
  private running?: Promise<RunningExport>;

  constructor(
    private readonly source: MetricsSource,
    private readonly exporting: DescribedProcess,
    private readonly environment: Readonly<Record<string, string | undefined>> = process.env,
  ) {}

  static provider(exporting: DescribedProcess): FactoryProvider<MetricsExport> {
    return {
      provide: MetricsExport,
      inject: [MetricsSource],
      useFactory: (source: MetricsSource) => new MetricsExport(source, exporting),
    };
  }

  onApplicationBootstrap(): void {
    const { exporting, source } = this;
    if (!(source instanceof SnapshotSource) || !isAskedFor(this.environment)) return;
    this.running = import('./otlp-export.ts').then(({ startExport }) =>
      startExport(source, exporting),
    );
  }

  /** Sends what has been counted until now, for two seconds at most. */
  async onApplicationShutdown(): Promise<void> {
    await (await this.running)?.stop();
  }
}

function isAskedFor({ OTEL_METRICS_EXPORTER: exporters = '' }: MetricsExport['environment']) {
  return exporters.split(',').some((exporter) => exporter.trim() === 'otlp');
}
