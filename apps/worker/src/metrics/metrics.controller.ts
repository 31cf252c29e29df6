import { Controller, Get, Header } from '@nestjs/common';
import { register, Registry } from 'prom-client';
import { JobMetrics } from './job-metrics';
import { ScalingMetrics } from './scaling-metrics';

/** What Prometheus asks. While the database is away, only what needs none is told. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly jobs: JobMetrics,
    private readonly scaling: ScalingMetrics,
  ) {}

  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  async metrics(): Promise<string> {
    const registries = [register, this.jobs.registry, this.scaling.registry];
    const texts = await Promise.allSettled(registries.map((registry) => registry.metrics()));
    return texts.map((text) => (text.status === 'fulfilled' ? text.value : '')).join('\n');
  }
}
