import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PlatformSettings } from '../../rules/platform-settings';

/** What a platform runs this process as; only what it tells. */
export type OwnPlace =
  | { readonly platform: 'ecs'; readonly cluster: string; readonly service: string }
  | { readonly platform: 'kubernetes'; readonly namespace: string; readonly deployment: string }
  | { readonly platform: 'cloud-run'; readonly service: string };

type Environment = Readonly<Record<string, string | undefined>>;

const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
/** Of the pods of a Deployment: `worker-7d9f8b6c5d-x2x9k`. */
const podName = /^(.+)-[a-z0-9]{6,10}-[a-z0-9]{5}$/;
/** `GET ${ECS_CONTAINER_METADATA_URI_V4}/task`, of which only this is read. */
const ecsTask = z.object({ Cluster: z.string(), ServiceName: z.string() });

/** Asks the platform where this process runs; none where none tells. Never throws. */
export async function ownPlace(
  environment: Environment = process.env,
): Promise<OwnPlace | undefined> {
  const { ECS_CONTAINER_METADATA_URI_V4: ecs, K_SERVICE: service } = environment;
  if (ecs !== undefined) return ecsPlace(ecs);
  if (environment['KUBERNETES_SERVICE_HOST'] !== undefined) return podPlace(environment);
  return service === undefined ? undefined : { platform: 'cloud-run', service };
}

/** Whether a target is the place itself. */
export function isAt(place: OwnPlace, settings: PlatformSettings): boolean {
  switch (place.platform) {
    case 'ecs':
      return (
        settings.platform === 'ecs' &&
        settings.service === place.service &&
        lastPart(settings.cluster) === lastPart(place.cluster)
      );
    case 'kubernetes':
      return (
        settings.platform === 'kubernetes' &&
        settings.deployment === place.deployment &&
        settings.namespace === place.namespace
      );
    case 'cloud-run':
      return settings.platform === 'cloud-run' && settings.service === place.service;
  }
}

async function ecsPlace(url: string): Promise<OwnPlace | undefined> {
  try {
    const answer = await fetch(`${url}/task`, { signal: AbortSignal.timeout(2_000) });
    const { Cluster: cluster, ServiceName: service } = ecsTask.parse(await answer.json());
    return { platform: 'ecs', cluster, service };
  } catch {
    return undefined;
  }
}

async function podPlace(environment: Environment): Promise<OwnPlace | undefined> {
  const { POD_NAME, HOSTNAME, POD_NAMESPACE } = environment;
  const [, deployment] = podName.exec(POD_NAME ?? HOSTNAME ?? '') ?? [];
  const namespace = POD_NAMESPACE ?? (await readFile(NAMESPACE_FILE, 'utf8').catch(() => ''));
  if (deployment === undefined || namespace === '') return undefined;
  return { platform: 'kubernetes', namespace: namespace.trim(), deployment };
}

/** Of an ARN the name. */
function lastPart(name: string): string {
  return name.split('/').at(-1) ?? name;
}
