import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';

export interface EcsClients {
  readonly ecs: ECSClient;
  readonly scaling: ApplicationAutoScalingClient;
}

/** Where and how AWS is reached. Default: the SDK's own look-up of region and credentials. */
export interface EcsOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Tries of one call, with the SDK's pauses for throttling; default 3. */
  readonly maxAttempts?: number;
  /** Milliseconds for one call with all its tries. */
  readonly timeout?: number;
}

/** Loads the SDK, which takes 200 ms, and makes one client a region. */
export async function loadEcsClients(
  region: string | undefined,
  { endpoint, region: standard, credentials, maxAttempts = 3 }: EcsOptions,
): Promise<EcsClients> {
  const [{ ECSClient }, { ApplicationAutoScalingClient }] = await Promise.all([
    import('@aws-sdk/client-ecs'),
    import('@aws-sdk/client-application-auto-scaling'),
  ]);
  const inRegion = region ?? standard;
  const config = {
    maxAttempts,
    ...(inRegion === undefined ? {} : { region: inRegion }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  return { ecs: new ECSClient(config), scaling: new ApplicationAutoScalingClient(config) };
}
