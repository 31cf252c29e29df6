import type { AzureResource } from '../../deploy/azure/azure-resource';

/** What is read and written of a container group, in the form of Azure's REST interface. */
export interface ContainerGroup extends AzureResource {
  readonly name: string;
  readonly location: string;
  readonly properties: {
    readonly osType?: string;
    readonly restartPolicy?: string;
    readonly sku?: string;
    readonly subnetIds?: readonly unknown[];
    readonly ipAddress?: { readonly type?: string; readonly dnsNameLabel?: string };
    readonly provisioningState?: string;
    readonly instanceView?: { readonly state?: string };
    readonly containers: readonly GroupContainer[];
    readonly diagnostics?: { readonly logAnalytics?: { readonly workspaceKey?: string } };
  };
}

interface GroupContainer {
  readonly name: string;
  readonly properties: {
    readonly image: string;
    readonly command?: readonly string[];
    readonly resources?: unknown;
    readonly environmentVariables?: readonly Variable[];
    readonly instanceView?: {
      readonly restartCount?: number;
      readonly currentState?: {
        readonly state?: string;
        readonly exitCode?: number;
        readonly detailStatus?: string;
      };
    };
  };
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly secureValue?: string;
}

/** Restarts after which a container counts as failed. */
const MAX_RESTARTS = 3;

/** The state of the group's containers. */
type GroupState =
  { readonly is: 'starting' | 'running' } | { readonly is: 'failed'; readonly reason: string };

export function groupState(group: ContainerGroup | undefined): GroupState {
  const { provisioningState, instanceView, containers = [] } = group?.properties ?? {};
  if (provisioningState === 'Failed') return { is: 'failed', reason: 'Azure could not make it' };
  const views = containers.map(({ properties }) => properties.instanceView);
  const restarting = views.find((view) => (view?.restartCount ?? 0) >= MAX_RESTARTS);
  if (restarting) {
    const reason = restarting.currentState?.detailStatus ?? 'Azure gives no reason';
    return { is: 'failed', reason: `it stops again and again (${reason})` };
  }
  const isUp = views.every((view) => view?.currentState?.state === 'Running');
  const isMade = provisioningState === 'Succeeded' && instanceView?.state === 'Running';
  return { is: isMade && isUp ? 'running' : 'starting' };
}

/** Whether it was stopped, such as by the scaling of the night: it stays so until it is started. */
export const isStopped = (group: ContainerGroup | undefined): boolean =>
  group?.properties.instanceView?.state === 'Stopped';

/** Without what Azure never returns, for a comparison. */
export function withoutSecrets(group: ContainerGroup): ContainerGroup {
  const isSecret = new Set(['secureValue', 'diagnostics']);
  const text = JSON.stringify(group, (key, value: unknown) =>
    isSecret.has(key) ? undefined : value,
  );
  return JSON.parse(text) as ContainerGroup;
}
