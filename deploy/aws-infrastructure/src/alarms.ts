import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ecsFiles, type Environment } from './environment';
import type { LoadBalancer } from './load-balancer';

const period = Duration.minutes(1);

interface AlarmSettings {
  readonly threshold: number;
  readonly minutes: number;
  readonly below?: boolean;
  /** What no data means; default: nothing is wrong. */
  readonly missing?: cloudwatch.TreatMissingData;
}

/** Sends mail when a person should look into something. */
export class Alarms extends Construct {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    environment: Environment,
    { balancer, targets }: LoadBalancer,
    workerLog: ILogGroup,
  ) {
    super(scope, 'Alarms');
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(environment.alarmEmail));

    const { metrics } = targets;
    const sum = { period, statistic: 'Sum' };
    this.add('Errors', metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum), {
      ...{ threshold: 5, minutes: 5 },
    });
    this.add('BalancerErrors', balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum), {
      ...{ threshold: 5, minutes: 5 },
    });
    this.add('SlowCalls', metrics.targetResponseTime({ period, statistic: 'p95' }), {
      ...{ threshold: 2, minutes: 5 },
    });
    this.add('UnhealthyHosts', metrics.unhealthyHostCount({ period, statistic: 'Maximum' }), {
      ...{ threshold: 1, minutes: 5 },
    });
    this.add('WorkerGone', runningWorkers(environment), {
      ...{ threshold: 1, minutes: 10, below: true },
      missing: cloudwatch.TreatMissingData.BREACHING,
    });
    this.add('WorkerErrors', this.errorsIn(workerLog), { threshold: 5, minutes: 5 });
  }

  private add(id: string, metric: cloudwatch.IMetric, settings: AlarmSettings): void {
    const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
      cloudwatch.ComparisonOperator;
    new cloudwatch.Alarm(this, id, {
      metric,
      threshold: settings.threshold,
      comparisonOperator: settings.below ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: settings.minutes,
      datapointsToAlarm: Math.ceil(settings.minutes / 2),
      treatMissingData: settings.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
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
    }).metric({ period, statistic: 'Sum' });
  }
}

const runningWorkers = ({ cluster }: Environment) =>
  new cloudwatch.Metric({
    namespace: 'ECS/ContainerInsights',
    metricName: 'RunningTaskCount',
    dimensionsMap: { ClusterName: cluster, ServiceName: ecsFiles.service('worker').service },
    period,
    statistic: 'Minimum',
  });
