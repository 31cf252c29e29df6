import { azureEnvironments } from './azure-environments';
import { googleEnvironments } from './google-environments';
import { composeEnvironments } from './compose-environments';
import { type Deployed, environments } from './deployed';
import { ecsEnvironments } from './ecs-environments';
import { kubernetesEnvironments } from './kubernetes-environments';
import { lambdaEnvironment } from './lambda-environment';

/** All that the files of deploy start, each with its variables. */
export const allDeployed: readonly Deployed[] = [
  ...composeEnvironments(),
  ...environments.flatMap((environment) => [
    ...ecsEnvironments(environment),
    ...kubernetesEnvironments(environment),
    ...googleEnvironments(environment),
    ...azureEnvironments(environment),
    lambdaEnvironment(environment),
  ]),
];
