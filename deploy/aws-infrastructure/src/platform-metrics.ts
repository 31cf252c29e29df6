import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { WatchedMetric } from './alarm-metrics';
import { queueNames } from './alarm-metrics';
import type { Environment } from './environment';
import type { LoadBalancer } from './load-balancer';

/** What the collectors beside api and worker send. */
const NAMESPACE = 'mcp';

/** The part of the requests that may fail: the objective of 99.9 %. */
const FAILURE_BUDGET = 0.001;
/** At this rate the budget of 30 days is gone in two. */
const PAGE_BURN_RATE = 14.4;

type Watched = Readonly<Record<string, WatchedMetric>>;

/**
 * The alerts of `deploy/monitoring` that do not come from AWS itself: the runbook has an entry for
 * each, under the name of its alert there.
 */
export function platformMetrics({ region, account, certificate }: Environment): Watched {
  const day = Duration.days(1);
  const daysLeft = new cloudwatch.Metric({
    namespace: 'AWS/CertificateManager',
    metricName: 'DaysToExpiry',
    dimensionsMap: {
      CertificateArn: `arn:aws:acm:${region}:${account}:certificate/${certificate}`,
    },
    ...{ period: day, statistic: 'Minimum' },
  });
  const queues = queueNames.map((queue) => {
    const metric = own('queue_age_seconds', 'Maximum', { queue });
    return [`${queue}-old`, { metric, threshold: 300, minutes: 10 }] as const;
  });
  return {
    AuditRecordsDropped: {
      metric: sumOf('audit_records_dropped_total', 'reason', DROP_REASONS),
      threshold: 1,
      minutes: 1,
    },
    SignInFailures: {
      metric: own('auth_sign_in_failures_total', 'Sum'),
      threshold: 10,
      minutes: 15,
    },
    ScalingFails: {
      metric: sumOf('scaling_actions_total', 'outcome', ['failed', 'late']),
      threshold: 1,
      minutes: 15,
    },
    CertificateEnds: { metric: daysLeft, threshold: 14, minutes: 1, below: true },
    ...Object.fromEntries<WatchedMetric>(queues),
  };
}

const DROP_REASONS = ['buffer_full', 'unstorable', 'shutdown'] as const;

/**
 * The part of the requests that fail by our making, over a window. The balancer knows how many there
 * are in all.
 */
export function failureRatio(
  { balancer }: LoadBalancer,
  window: Duration,
): cloudwatch.MathExpression {
  const sum = { period: window, statistic: 'Sum' };
  const failed = (status: string) =>
    own('mcp_requests_total', 'Sum', { method: 'tools/call', status }, window);
  return new cloudwatch.MathExpression({
    expression: '(FILL(failed, 0) + FILL(timeout, 0)) / requests',
    usingMetrics: {
      failed: failed('failed'),
      timeout: failed('timeout'),
      requests: balancer.metrics.requestCount(sum),
    },
    period: window,
  });
}

/** Above it somebody is woken. */
export const PAGE_FAILURE_RATIO = PAGE_BURN_RATE * FAILURE_BUDGET;

function own(
  metricName: string,
  statistic: string,
  dimensionsMap: Record<string, string> = {},
  period = Duration.minutes(1),
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    ...{ namespace: NAMESPACE, metricName, dimensionsMap, period, statistic },
  });
}

/** Of a metric with one dimension the sum over the values that it can have. */
function sumOf(
  metricName: string,
  dimension: string,
  values: readonly string[],
): cloudwatch.MathExpression {
  const metrics = values.map((value, at) => [
    `m${at}`,
    own(metricName, 'Sum', { [dimension]: value }),
  ]);
  return new cloudwatch.MathExpression({
    expression: metrics.map(([id]) => `FILL(${id as string}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics) as Record<string, cloudwatch.IMetric>,
    period: Duration.minutes(1),
  });
}
