import { identity } from '@repo/config';
import type { Service } from '@aws-sdk/client-ecs';
import type { EcsSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import type { DriverTarget, EarlierSizes } from '../scaling-driver';
import { readSize, writeSize } from '../size-text';
import { activeService } from './active-service';
import type { EcsClients } from './ecs-clients';
import { awsCall } from './ecs-errors';

type Target = DriverTarget<EcsSettings>;

const key = `${identity.tagPrefix}:scaling:earlier-size`;

/** Keeps the earlier size in a tag of the service itself. */
export class EcsTagSizes implements EarlierSizes<EcsSettings> {
  private readonly arns = new Map<string, string>();

  constructor(
    private readonly clientsOf: (region: string | undefined) => Promise<EcsClients>,
    private readonly timeout: number,
  ) {}

  async read(target: Target): Promise<Size | undefined> {
    const { tags, serviceArn } = await this.describe(target);
    if (serviceArn !== undefined) this.arns.set(target.name, serviceArn);
    return readSize(tags?.find((tag) => tag.key === key)?.value);
  }

  async keep(target: Target, size: Size): Promise<void> {
    const { TagResourceCommand } = await import('@aws-sdk/client-ecs');
    const { ecs } = await this.clientsOf(target.settings.region);
    const tags = [{ key, value: writeSize(size) }];
    const command = new TagResourceCommand({ resourceArn: await this.arnOf(target), tags });
    await awsCall(target.name, 'ecs:TagResource', this.timeout, (abortSignal) =>
      ecs.send(command, { abortSignal }),
    );
  }

  async forget(target: Target): Promise<void> {
    const { UntagResourceCommand } = await import('@aws-sdk/client-ecs');
    const { ecs } = await this.clientsOf(target.settings.region);
    const resourceArn = await this.arnOf(target);
    const command = new UntagResourceCommand({ resourceArn, tagKeys: [key] });
    await awsCall(target.name, 'ecs:UntagResource', this.timeout, (abortSignal) =>
      ecs.send(command, { abortSignal }),
    );
  }

  private async arnOf(target: Target): Promise<string | undefined> {
    return this.arns.get(target.name) ?? (await this.describe(target)).serviceArn;
  }

  private async describe(target: Target): Promise<Service> {
    const clients = await this.clientsOf(target.settings.region);
    return activeService(target, clients, this.timeout, ['TAGS']);
  }
}
