import { drainFaults } from './drain-faults';
import { type Manifest, nameOf, type Of, podOf, workloads } from './manifest';
import { probeFaults } from './probe-faults';
import type { Container } from './specs';

/** What is wrong with the pods of each workload, beyond what the types say. */
export function podFaults(manifests: readonly Manifest[]): string[] {
  return workloads(manifests).flatMap((workload) => {
    const faults = [
      ...securityFaults(workload),
      ...podOf(workload).containers.flatMap((container) => resourceFaults(container)),
      ...(workload.kind === 'Deployment' ? probeFaults(workload) : []),
      ...(workload.kind === 'Deployment' ? drainFaults(workload, manifests) : []),
    ];
    return faults.map((fault) => `${nameOf(workload)}: ${fault}`);
  });
}

/** The pod security standard `restricted`, and a root file system that cannot be written. */
function securityFaults(workload: Of<'Deployment' | 'Job'>): string[] {
  const { securityContext, containers, ...pod } = podOf(workload);
  const faults: (string | false)[] = [
    securityContext?.runAsNonRoot !== true && 'may run as root',
    securityContext?.runAsUser !== 1000 && 'does not run as user 1000',
    securityContext?.seccompProfile?.type !== 'RuntimeDefault' && 'has no seccomp profile',
    (pod.hostNetwork || pod.hostPID || pod.hostIPC) === true && 'shares a namespace with its host',
    ...containers.flatMap(({ name, securityContext: own }) => [
      own?.allowPrivilegeEscalation !== false && `${name} may gain privileges`,
      own?.readOnlyRootFilesystem !== true && `${name} may write to its root`,
      !own?.capabilities?.drop?.includes('ALL') && `${name} keeps capabilities`,
      (own?.capabilities?.add ?? []).length > 0 && `${name} adds capabilities`,
    ]),
  ];
  return faults.filter((fault) => fault !== false);
}

function resourceFaults({ name, image, resources = {} }: Container): string[] {
  const { requests = {}, limits = {} } = resources;
  const faults = [
    !isPinned(image) && `${name} runs ${image}, which can be anything`,
    requests['cpu'] === undefined && `${name} requests no CPU`,
    requests['memory'] === undefined && `${name} requests no memory`,
    limits['memory'] === undefined && `${name} has no memory limit`,
    limits['cpu'] !== undefined && `${name} has a CPU limit, which throttles`,
  ];
  return faults.filter((fault) => fault !== false);
}

const isPinned = (image: string) => /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image);
