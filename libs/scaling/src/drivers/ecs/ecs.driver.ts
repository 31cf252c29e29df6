import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { Service } from '@aws-sdk/client-ecs';
import type { EcsSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import { oncePerKey } from '../once-per-key';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { activeService } from './active-service';
import { type EcsOptions, loadEcsClients } from './ecs-clients';
import { awsCall } from './ecs-errors';
import { EcsTagSizes } from './ecs-tag-sizes';

type Target = DriverTarget<EcsSettings>;

const dimension = {
  ServiceNamespace: 'ecs',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;

/** The number of tasks of an ECS service and, where it is autoscaled, the bounds of its autoscaling. */
export class EcsDriver implements ScalingDriver<EcsSettings> {
  readonly earlier: EarlierSizes<EcsSettings>;
  private readonly clientsOf = oncePerKey((region: string | undefined) =>
    loadEcsClients(region, this.options),
  );
  private readonly timeout: number;

  /** @param earlier default: tags of the service */
  constructor(
    private readonly options: EcsOptions = {},
    earlier?: EarlierSizes,
  ) {
    this.timeout = options.timeout ?? 10_000;
    this.earlier = earlier ?? new EcsTagSizes(this.clientsOf, this.timeout);
  }

  async read(target: Target): Promise<ActualSize> {
    const clients = await this.clientsOf(target.settings.region);
    const service = await activeService(target, clients, this.timeout);
    const bounds = await this.bounds(target);
    const { desiredCount: desired = 0, runningCount: ready = 0, pendingCount = 0 } = service;
    return {
      desired,
      ready,
      min: bounds?.MinCapacity,
      max: bounds?.MaxCapacity,
      autoscaled: bounds !== undefined,
      settled: ready === desired && pendingCount === 0 && !isRollingOut(service),
    };
  }

  /**
   * Down: the bounds first, or target tracking brings back what was taken away. Up: the count
   * first, as tracking of CPU never leaves 0 by itself, then the bounds.
   */
  async apply(target: Target, size: Size, actual: ActualSize): Promise<void> {
    const setBounds = async () => {
      const same = actual.min === size.min && actual.max === size.max;
      if (actual.autoscaled && !same) await this.registerBounds(target, size);
    };
    if (size.desired < actual.desired) await setBounds();
    if (size.desired !== actual.desired) await this.setCount(target, size.desired);
    if (size.desired >= actual.desired) await setBounds();
  }

  private async setCount(target: Target, desiredCount: number): Promise<void> {
    const { cluster, service, region } = target.settings;
    const { ecs } = await this.clientsOf(region);
    const { UpdateServiceCommand } = await import('@aws-sdk/client-ecs');
    const command = new UpdateServiceCommand({ cluster, service, desiredCount });
    await this.call(target, 'ecs:UpdateService', (abortSignal) =>
      ecs.send(command, { abortSignal }),
    );
  }

  private async bounds(target: Target): Promise<ScalableTarget | undefined> {
    const { scaling } = await this.clientsOf(target.settings.region);
    const { DescribeScalableTargetsCommand } =
      await import('@aws-sdk/client-application-auto-scaling');
    const call = 'application-autoscaling:DescribeScalableTargets';
    const command = new DescribeScalableTargetsCommand({
      ...dimension,
      ResourceIds: [resourceId(target)],
    });
    const { ScalableTargets } = await this.call(target, call, (abortSignal) =>
      scaling.send(command, { abortSignal }),
    );
    return ScalableTargets?.[0];
  }

  /** Names the target by the same id again: only its bounds change, its policies stay. */
  private async registerBounds(target: Target, { min, max }: Size): Promise<void> {
    const { scaling } = await this.clientsOf(target.settings.region);
    const { RegisterScalableTargetCommand } =
      await import('@aws-sdk/client-application-auto-scaling');
    const call = 'application-autoscaling:RegisterScalableTarget';
    const command = new RegisterScalableTargetCommand({
      ...dimension,
      ResourceId: resourceId(target),
      MinCapacity: min,
      MaxCapacity: max,
    });
    await this.call(target, call, (abortSignal) => scaling.send(command, { abortSignal }));
  }

  private call<T>(target: Target, call: string, run: (signal: AbortSignal) => Promise<T>) {
    return awsCall(target.name, call, this.timeout, run);
  }
}

/** Tasks of an older deployment still run, or those of the newest are not all in service. */
function isRollingOut({ deployments = [] }: Service): boolean {
  return deployments.some(
    ({ status, rolloutState, runningCount = 0 }) =>
      (status !== 'PRIMARY' && runningCount > 0) || rolloutState === 'IN_PROGRESS',
  );
}

/** Of names, and of ARNs of cluster and service alike. */
function resourceId({ settings: { cluster, service } }: Target): string {
  return `service/${cluster.split('/').at(-1)}/${service.split('/').at(-1)}`;
}
