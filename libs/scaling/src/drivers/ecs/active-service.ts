import type { Service, ServiceField } from '@aws-sdk/client-ecs';
import type { EcsSettings } from '../../rules/platform-settings';
import type { DriverTarget } from '../scaling-driver';
import { ScalingError } from '../scaling.error';
import type { EcsClients } from './ecs-clients';
import { awsCall } from './ecs-errors';

/**
 * The service of a target.
 *
 * @param timeout milliseconds
 * @param include what AWS leaves out unless asked
 * @throws {ScalingError} NOT_FOUND where its cluster has no such service that is active
 */
export async function activeService(
  { name: target, settings: { cluster, service } }: DriverTarget<EcsSettings>,
  { ecs }: EcsClients,
  timeout: number,
  include: ServiceField[] = [],
): Promise<Service> {
  const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const command = new DescribeServicesCommand({ cluster, services: [service], include });
  const call = 'ecs:DescribeServices';
  const { services } = await awsCall(target, call, timeout, (abortSignal) =>
    ecs.send(command, { abortSignal }),
  );
  const found = services?.find(({ status }) => status === 'ACTIVE');
  if (found !== undefined) return found;
  const reason = `cluster ${cluster} has no active service ${service}`;
  throw new ScalingError('NOT_FOUND', target, call, reason);
}
