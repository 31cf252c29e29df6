import { MIGRATING_APP } from '@repo/platform/src/deploy/migrating-app';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import {
  balancerMetrics,
  callMetrics,
  storeMetrics,
  type WatchedMetric,
  workerMetrics,
} from './alarm-metrics';
import { type Environment, idOf, servers } from './environment';
import type { FoundationStack } from './foundation.stack';
import type { LoadBalancer } from './load-balancer';
import { failureRatio, PAGE_FAILURE_RATIO, platformMetrics } from './platform-metrics';

/** Sends mail when a person should look into something. */
export class Alarms extends Construct {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    environment: Environment,
    balancer: LoadBalancer,
    foundation: FoundationStack,
  ) {
    super(scope, 'Alarms');
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(environment.alarmEmail));
    const watched = {
      ...balancerMetrics(balancer),
      ...workerMetrics(environment),
      ...platformMetrics(environment),
      ...storeMetrics(foundation.database, foundation.cache),
      WorkerErrors: { metric: this.errorsIn(foundation.logs['worker']!), threshold: 5, minutes: 5 },
    };
    for (const [id, one] of Object.entries<WatchedMetric>(watched)) this.add(id, one);
    this.addBurnRate(balancer);
    for (const app of servers) {
      const scope = app === MIGRATING_APP ? this : new Construct(this, idOf(app));
      for (const [id, one] of Object.entries(callMetrics(balancer.targetsOf(app)))) {
        this.add(id, one, scope);
      }
    }
  }

  private add(
    id: string,
    { metric, threshold, minutes, below, missing }: WatchedMetric,
    scope: Construct = this,
  ): void {
    const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
      cloudwatch.ComparisonOperator;
    new cloudwatch.Alarm(scope, id, {
      ...{ metric, threshold },
      comparisonOperator: below ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: minutes,
      datapointsToAlarm: Math.ceil(minutes / 2),
      treatMissingData: missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.topic));
  }

  /** Where calls fail both over an hour and now: a short trouble mails nobody, and one that is over neither. */
  private addBurnRate(balancer: LoadBalancer): void {
    const [long, short] = [60, 5].map(
      (minutes) =>
        new cloudwatch.Alarm(this, `Failures${minutes}m`, {
          metric: failureRatio(balancer, Duration.minutes(minutes)),
          threshold: PAGE_FAILURE_RATIO,
          evaluationPeriods: 1,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        }),
    );
    new cloudwatch.CompositeAlarm(this, 'Failures', {
      alarmRule: cloudwatch.AlarmRule.allOf(long!, short!),
    }).addAlarmAction(new SnsAction(this.topic));
  }

  /** Lines at the level of errors and above. */
  private errorsIn(logGroup: ILogGroup): cloudwatch.Metric {
    return new MetricFilter(this, 'WorkerErrorLines', {
      logGroup,
      metricNamespace: 'mcp',
      metricName: 'WorkerErrors',
      filterPattern: FilterPattern.any(
        FilterPattern.stringValue('$.level', '=', 'error'),
        FilterPattern.stringValue('$.level', '=', 'fatal'),
      ),
    }).metric({ period: Duration.minutes(1), statistic: 'Sum' });
  }
}
