import type { RegisterTaskDefinitionCommandInput, Service } from '@aws-sdk/client-ecs';
import type { Plan } from '../../platform';
import type { EcsServiceFile } from './service-file';

/** What a deploy to ECS would do, and what it found. */
export interface EcsPlan extends Plan {
  readonly settings: EcsServiceFile;
  readonly service: Service;
  readonly definition: RegisterTaskDefinitionCommandInput;
  /** The revision to go back to: the newest that ran well. */
  readonly former: string;
  /** A registered revision that is the wanted one already; filled in by the migration otherwise. */
  revision?: string;
}
