import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { textOf } from '../workspace';
import type { Manifest } from './manifest';

interface Rules {
  readonly targets: readonly unknown[];
}

/** The rules of scaling that the worker's pods mount. */
export function scalingRules(manifests: readonly Manifest[]): Rules {
  const map = manifests.find(({ data }) => data?.['scaling.yaml'] !== undefined);
  return parse(map?.data?.['scaling.yaml'] ?? '') as Rules;
}

/** What the schema of rules refuses; the worker itself knows more: nothing that has no form. */
export function rulesFaults(rules: unknown): string {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schema = JSON.parse(textOf('deploy/scaling.schema.json')) as object;
  return ajv.validate(schema, rules) ? '' : ajv.errorsText();
}
