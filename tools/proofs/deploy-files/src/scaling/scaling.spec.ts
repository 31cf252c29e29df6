import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import { parseRules, rulesFaultText, type TargetRules } from '@repo/scaling';
import { join } from 'node:path';
import { allDeployed } from '../environment/all-deployed';
import { composeEnvironments } from '../environment/compose-environments';
import { environments } from '../environment/deployed';
import { ecsEnvironments } from '../environment/ecs-environments';
import { googleEnvironments } from '../environment/google-environments';
import { kubernetesEnvironments } from '../environment/kubernetes-environments';
import { hasKubectl, rendered } from '../kubernetes/read-manifests';
import { textOf, workspace } from '../workspace';
import { rulesInImage, rulesOfCompose, rulesOfPods } from './carried-rules';

const workerOf = <T extends { app: string }>(deployed: readonly T[]) =>
  deployed.find(({ app }) => app === 'worker')!;

/** Of rules without a fault. */
function targetsOf(text: string | undefined): readonly TargetRules[] {
  const { rules, faults } = parseRules(text ?? 'no file', { now: Date.now() });
  expect(faults.map((fault) => rulesFaultText('scaling.yaml', fault))).toEqual([]);
  return rules!.targets;
}

describe.each(environments)('the rules of the worker in %s', (environment) => {
  const files = new EcsFiles(join(workspace, 'deploy/ecs'));

  it('are in its image for ECS, and name the service of the api that is there', () => {
    const { cluster, sizes } = files.environment(environment);
    const { service } = files.service('api');
    const [target, ...others] = targetsOf(rulesInImage(workerOf(ecsEnvironments(environment))));
    expect(target!.settings).toEqual({ platform: 'ecs', cluster, service });
    expect(others).toEqual([]);
    // Two clocks would work against each other.
    expect(target!.dryRun || sizes.api.schedule.length === 0).toBe(true);
    // What one sets, the other would take back.
    const { min, max } = target!.onHours;
    expect({ min, max }).toEqual({ min: sizes.api.min, max: sizes.api.max });
  });

  it('are in its image for Cloud Run, of the project of this environment', () => {
    const [target, ...others] = targetsOf(rulesInImage(workerOf(googleEnvironments(environment))));
    const { project, region: location } = JSON.parse(
      textOf(`deploy/cloud-run/environments/${environment}.json`),
    ) as Record<string, string>;
    expect(target!.settings).toMatchObject({ platform: 'cloud-run', project, location });
    expect(others).toEqual([]);
  });

  it('are in its image for Container Instances, of the subscription of this environment', () => {
    const path = `deploy/container-instances/scaling/${environment}.yaml`;
    const image = {
      ...workerOf(ecsEnvironments(environment)),
      variables: { SCALING_CONFIG: path },
    };
    const [target] = targetsOf(rulesInImage(image));
    const { subscription, resourceGroup } = JSON.parse(
      textOf(`deploy/container-instances/environments/${environment}.json`),
    ) as Record<string, string>;
    expect(target!.settings).toMatchObject({ subscription, resource_group: resourceGroup });
  });

  (hasKubectl ? it : it.skip)('are mounted into its pods', () => {
    const worker = workerOf(kubernetesEnvironments(environment));
    const [target] = targetsOf(rulesOfPods(worker, rendered(environment)));
    expect(target!.settings.platform).toBe('kubernetes');
  });
});

describe('the rules of the worker', () => {
  const compose = workerOf(composeEnvironments());

  it('are mounted by Compose, and name nothing', () => {
    expect(targetsOf(rulesOfCompose(compose))).toEqual([]);
  });

  it('are named wherever a worker runs, and nowhere else', () => {
    const withRules = allDeployed.filter(({ variables }) => 'SCALING_CONFIG' in variables);
    const workers = allDeployed.filter(({ app }) => app === 'worker');
    expect(workers.length).toBe(1 + 2 * (hasKubectl ? 3 : 2));
    // One ConfigMap is for all pods of Kubernetes.
    const others = withRules.filter(({ name }) => !name.startsWith('kubernetes/'));
    expect(others).toEqual(workers.filter(({ name }) => !name.startsWith('kubernetes/')));
  });

  it('would be missed where nothing brings them', () => {
    const elsewhere = (path: string) => ({ ...compose, variables: { SCALING_CONFIG: path } });
    expect(rulesInImage(elsewhere('deploy/ecs/scaling/mars.yaml'))).toBeUndefined();
    expect(rulesInImage(elsewhere('deploy/compose/scaling.yaml'))).toBeUndefined();
    expect(rulesOfCompose(elsewhere('/etc/mcp/scaling.yaml'))).toBeUndefined();
    if (!hasKubectl) return;
    const manifests = rendered('staging');
    expect(rulesOfPods(elsewhere('/app/deploy/scaling.yaml'), manifests)).toBeUndefined();
  });
});
