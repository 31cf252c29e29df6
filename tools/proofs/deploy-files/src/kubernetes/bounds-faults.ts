import { parseRules } from '@repo/scaling';
import { type Manifest, nameOf, ofKind } from './manifest';
import { rulesText } from './scaling-rules';

/**
 * An HPA and the rules of scaling that name it have the same bounds: what one sets, the other would
 * take back with each deploy and each opening hour.
 */
export function boundsFaults(manifests: readonly Manifest[]): string[] {
  const { rules } = parseRules(rulesText(manifests), { now: Date.now() });
  return ofKind(manifests, 'HorizontalPodAutoscaler').flatMap((autoscaler) => {
    const { minReplicas, maxReplicas } = autoscaler.spec;
    const target = rules?.targets.find(
      ({ settings }) => 'hpa' in settings && settings.hpa === autoscaler.metadata.name,
    );
    if (target === undefined) return [];
    const { min, max } = target.onHours;
    if (min === minReplicas && max === maxReplicas) return [];
    return [
      `${nameOf(autoscaler)} has ${minReplicas} to ${maxReplicas} replicas, and the rules of ` +
        `scaling ${min} to ${max}`,
    ];
  });
}
