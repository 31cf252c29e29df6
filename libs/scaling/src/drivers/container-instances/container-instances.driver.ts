import type {
  Container,
  ContainerInstanceManagementClient,
  ContainerInstanceManagementClientOptionalParams,
} from '@azure/arm-containerinstance';
import type { TokenCredential } from '@azure/identity';
import type { ContainerInstancesSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import { MemorySizes } from '../memory-sizes';
import { oncePerKey } from '../once-per-key';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { codeOfStatus, isTimeout, reasonOf, ScalingError } from '../scaling.error';

type Target = DriverTarget<ContainerInstancesSettings>;

export interface ContainerInstancesOptions {
  /** Default: `DefaultAzureCredential`, such as a managed identity. */
  readonly credential?: TokenCredential;
  readonly client?: ContainerInstanceManagementClientOptionalParams;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

const right = 'Microsoft.ContainerInstance/containerGroups';

/** A container group that runs or is stopped, which costs nothing: 1 or 0. */
export class ContainerInstancesDriver implements ScalingDriver<ContainerInstancesSettings> {
  private readonly client = oncePerKey((subscription: string) => this.load(subscription));

  /** @param earlier default: forgotten with the process; a group has but one size */
  constructor(
    private readonly options: ContainerInstancesOptions = {},
    readonly earlier: EarlierSizes = new MemorySizes(),
  ) {}

  async read(target: Target): Promise<ActualSize> {
    const group = await this.call(target, `${right}/read`, (client, names, options) =>
      client.containerGroups.get(...names, options),
    );
    const state = group.instanceView?.state ?? 'Pending';
    const isOver = ['Stopped', 'Succeeded', 'Failed', 'Terminated'].includes(state);
    const ready = state === 'Running' && group.containers.every(isRunning) ? 1 : 0;
    return {
      desired: isOver ? 0 : 1,
      ready,
      autoscaled: false,
      settled: (isOver || ready === 1) && group.provisioningState === 'Succeeded',
    };
  }

  async apply(target: Target, { desired }: Size): Promise<void> {
    if (desired === 0) {
      await this.call(target, `${right}/stop/action`, (client, names, options) =>
        client.containerGroups.stop(...names, options),
      );
      return;
    }
    // Ends once the start is taken: what the poller would ask needs a right on all of the
    // subscription, and `read` tells how it goes.
    const taken = new AbortController();
    const onResponse = ({ status }: { status: number }) => {
      if (status < 300) taken.abort();
    };
    await this.call(target, `${right}/start/action`, (client, names, { abortSignal }) =>
      client.containerGroups
        .beginStart(...names, {
          abortSignal: AbortSignal.any([abortSignal, taken.signal]),
          onResponse,
        })
        .catch((error: unknown) => {
          if (!taken.signal.aborted) throw error;
        }),
    );
  }

  private async call<T>(
    target: Target,
    call: string,
    run: (
      client: ContainerInstanceManagementClient,
      names: [string, string],
      options: { abortSignal: AbortSignal },
    ) => Promise<T>,
  ): Promise<T> {
    const { subscription, resource_group, container_group } = target.settings;
    try {
      const client = await this.client(subscription);
      const abortSignal = AbortSignal.timeout(this.options.timeout ?? 10_000);
      return await run(client, [resource_group, container_group], { abortSignal });
    } catch (error) {
      const { statusCode, name } = error as { statusCode?: number; name?: string };
      const isDenied = name === 'CredentialUnavailableError' || name === 'AuthenticationError';
      const code = isTimeout(error)
        ? 'TIMED_OUT'
        : isDenied
          ? 'ACCESS_DENIED'
          : codeOfStatus(statusCode);
      throw new ScalingError(code, target.name, call, reasonOf(error), { cause: error });
    }
  }

  /** Both packages take 300 ms to load: only where a target needs them. */
  private async load(subscription: string): Promise<ContainerInstanceManagementClient> {
    const { ContainerInstanceManagementClient } = await import('@azure/arm-containerinstance');
    const credential = this.options.credential ?? (await defaultCredential());
    return new ContainerInstanceManagementClient(credential, subscription, this.options.client);
  }
}

/** One that starts anew again and again waits most of the time, in a group that runs. */
function isRunning({ instanceView }: Container): boolean {
  return (instanceView?.currentState?.state ?? 'Running') === 'Running';
}

async function defaultCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}
