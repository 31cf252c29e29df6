import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ApplicationTargetGroup,
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Cache } from './cache';
import type { Database } from './database';
import { ecsFiles, type Environment } from './environment';
import type { LoadBalancer } from './load-balancer';

const period = Duration.minutes(1);
const GIB = 2 ** 30;

/** Of the worker: the proofs of deploy hold them to those of the code. */
export const queueNames = ['scaling', 'scaling-orders', 'maintenance', 'tasks'] as const;

/** When a metric makes a person look. */
export interface WatchedMetric {
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly minutes: number;
  readonly below?: boolean;
  /** What no data means; default: nothing is wrong. */
  readonly missing?: cloudwatch.TreatMissingData;
}

type Watched = Readonly<Record<string, WatchedMetric>>;

/** What callers of any server feel. */
export function balancerMetrics({ balancer }: LoadBalancer): Watched {
  const sum = { period, statistic: 'Sum' };
  const errors = balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum);
  return { BalancerErrors: { metric: errors, threshold: 5, minutes: 5 } };
}

/** What callers of one server feel. */
export function callMetrics({ metrics }: ApplicationTargetGroup): Watched {
  const sum = { period, statistic: 'Sum' };
  const errors = metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum);
  const slowest = metrics.targetResponseTime({ period, statistic: 'p95' });
  const unhealthy = metrics.unhealthyHostCount({ period, statistic: 'Maximum' });
  return {
    Errors: { metric: errors, threshold: 5, minutes: 5 },
    SlowCalls: { metric: slowest, threshold: 2, minutes: 5 },
    UnhealthyHosts: { metric: unhealthy, threshold: 1, minutes: 5 },
  };
}

/** Whether the worker is there, and its queues are worked off. */
export function workerMetrics({ cluster }: Environment): Watched {
  const running = new cloudwatch.Metric({
    namespace: 'ECS/ContainerInsights',
    metricName: 'RunningTaskCount',
    dimensionsMap: { ClusterName: cluster, ServiceName: ecsFiles.service('worker').service },
    ...{ period, statistic: 'Minimum' },
  });
  const missing = cloudwatch.TreatMissingData.BREACHING;
  // The collector beside the worker sends them; each worker reports the same numbers.
  const jobs = (queue: string, state: string) =>
    new cloudwatch.Metric({
      ...{ namespace: 'mcp', metricName: 'queue_jobs', dimensionsMap: { queue, state } },
      ...{ period, statistic: 'Maximum' },
    });
  const queues = queueNames.flatMap((queue) => [
    [`${queue}-waiting`, { metric: jobs(queue, 'waiting'), threshold: 1, minutes: 15 }] as const,
    [`${queue}-failed`, { metric: jobs(queue, 'failed'), threshold: 1, minutes: 5 }] as const,
  ]);
  return {
    WorkerGone: { metric: running, threshold: 1, minutes: 10, below: true, missing },
    ...Object.fromEntries<WatchedMetric>(queues),
  };
}

/** Whether PostgreSQL and Redis come to their limits. Redis refuses writes when its memory is full. */
export function storeMetrics({ instance }: Database, { firstNode }: Cache): Watched {
  const redis = (metricName: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/ElastiCache',
      metricName,
      dimensionsMap: { CacheClusterId: firstNode },
      ...{ period, statistic: 'Maximum' },
    });
  const average = { period, statistic: 'Average' };
  const storage = instance.metricFreeStorageSpace({ period, statistic: 'Minimum' });
  const memory = instance.metricFreeableMemory(average);
  return {
    DatabaseCpu: { metric: instance.metricCPUUtilization(average), threshold: 80, minutes: 15 },
    DatabaseStorage: { metric: storage, threshold: 2 * GIB, minutes: 5, below: true },
    DatabaseMemory: { metric: memory, threshold: 0.1 * GIB, minutes: 15, below: true },
    RedisCpu: { metric: redis('EngineCPUUtilization'), threshold: 80, minutes: 15 },
    RedisMemory: { metric: redis('DatabaseMemoryUsagePercentage'), threshold: 80, minutes: 5 },
  };
}
