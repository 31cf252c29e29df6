import type { RulesFault } from './rules-fault';
import type { TargetSource } from './rules-schema';
import type { YamlSource } from './yaml-source';

const arn = /^arn:[^:]*:ecs:([^:]*):[^:]*:(?:cluster|service)\/(?:.*\/)?([^/]+)$/;
const loopback = /^(localhost|\[::1\])$/;

/** What a target is on its platform: two of them work against each other minute by minute. */
interface Place {
  readonly key: string;
  /** Of ECS; none: that of the worker's environment, which may be any. */
  readonly region?: string | undefined;
}

/** Targets that name what another above them names, however either is written. */
export function samePlaceFaults(
  source: YamlSource,
  targets: readonly { readonly index: number; readonly item: TargetSource }[],
): RulesFault[] {
  const seen = new Map<string, { readonly name: string; readonly region: string | undefined }[]>();
  return targets.flatMap(({ index, item }) => {
    const { key, region } = placeOf(item);
    const others = seen.get(key) ?? [];
    const other = others.find(
      (one) => one.region === undefined || region === undefined || one.region === region,
    );
    // One of a kind is enough to be found again.
    if (others.every((one) => one.region !== region)) {
      seen.set(key, [...others, { name: item.name, region }]);
    }
    if (other === undefined) return [];
    const mend = other.region === region ? '' : '; where they are two, give both their region';
    const message = `names what the target "${other.name}" names: one target for each${mend}`;
    return [source.fault(['targets', index], message)];
  });
}

function placeOf(target: TargetSource): Place {
  const key = (...parts: readonly (string | undefined)[]) =>
    JSON.stringify([target.platform, ...parts]);
  switch (target.platform) {
    case 'ecs': {
      const [cluster, service] = [ecsName(target.cluster), ecsName(target.service)];
      const region = cluster.region ?? service.region ?? target.region;
      return { key: key(cluster.name, service.name), region };
    }
    case 'kubernetes':
      return { key: key(target.context, target.namespace, target.deployment) };
    case 'cloud-run':
      return { key: key(target.project, target.location, target.service).toLowerCase() };
    case 'container-instances': {
      const { subscription, resource_group, container_group } = target;
      return { key: key(subscription, resource_group, container_group).toLowerCase() };
    }
    case 'process': {
      const { protocol, hostname, port, pathname, search } = new URL(target.url);
      const host = hostname.replace(loopback, '127.0.0.1');
      return { key: key(protocol, host, port, pathname.replace(/\/$/, ''), search) };
    }
  }
}

function ecsName(text: string): { name: string; region?: string | undefined } {
  const [, region, name] = arn.exec(text) ?? [];
  return name === undefined ? { name: text } : { name, region };
}
