import { isMap, isSeq, parseDocument } from 'yaml';

/** A target as the options of the generator say it. */
export interface Target {
  readonly name: string;
  readonly platform: string;
  /** `cluster=mcp` */
  readonly settings?: readonly string[];
  /** Replicas in its hours. */
  readonly min: number;
  readonly max: number;
  readonly desired?: number;
  /** `08:00-18:00`, on weekdays. */
  readonly hours?: readonly string[];
}

/**
 * The rules with one target more. What stands in them stays, comments too.
 *
 * @throws {Error} the text has no list of targets, or a setting makes no sense
 */
export function addTarget(rules: string, target: Target): string {
  const document = parseDocument(rules);
  const targets = document.get('targets');
  if (!isSeq(targets)) throw new Error('There is no list of targets.');
  targets.flow = false;
  const node = document.createNode(fieldsOf(target));
  for (const key of ['on_hours', 'hours']) {
    const value: unknown = node.get(key);
    if (isMap(value)) value.flow = true;
  }
  targets.add(node);
  // Without a width comments and values stay on their lines.
  return document.toString({ lineWidth: 0 });
}

function fieldsOf({ name, platform, settings = [], hours, min, desired, max }: Target) {
  return {
    ...{ name, platform },
    ...Object.fromEntries(settings.map(settingOf)),
    ...(hours && { hours: { weekdays: hours } }),
    on_hours: { min, ...(desired !== undefined && { desired }), max },
  };
}

function settingOf(text: string): [string, string] {
  const [, key, value] = /^([a-z_]+)=(.+)$/.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [key, value];
  throw new Error(`"${text}" is no setting such as cluster=mcp.`);
}
