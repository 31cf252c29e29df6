import { azureFunctions } from './azure-functions/azure-functions.descriptor';
import { cloudFunctions } from './cloud-functions/cloud-functions.descriptor';
import { cloudRun } from './cloud-run/cloud-run.descriptor';
import { containerInstances } from './container-instances/container-instances.descriptor';
import { ecs } from './ecs/ecs.descriptor';
import { kubernetes } from './kubernetes/kubernetes.descriptor';
import { lambda } from './lambda/lambda.descriptor';
import type { PlatformDescriptor } from './platform-descriptor';

/** All platforms that an app can be deployed to. */
export const platforms: readonly PlatformDescriptor[] = [
  ecs,
  kubernetes,
  cloudRun,
  containerInstances,
  lambda,
  cloudFunctions,
  azureFunctions,
];
