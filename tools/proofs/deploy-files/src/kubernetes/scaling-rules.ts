import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { textOf } from '../workspace';
import type { Manifest } from './manifest';

interface Rules {
  readonly targets: readonly unknown[];
}

/** The rules of scaling that the worker's pods mount. */
export const scalingRules = (manifests: readonly Manifest[]) =>
  parse(rulesText(manifests)) as Rules;

export function rulesText(manifests: readonly Manifest[]): string {
  const map = manifests.find(({ data }) => data?.['scaling.yaml'] !== undefined);
  return map?.data?.['scaling.yaml'] ?? '';
}

/** What the schema of rules refuses; the worker itself knows more: nothing that has no form. */
export function rulesFaults(rules: unknown): string {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schema = JSON.parse(textOf('deploy/scaling.schema.json')) as object;
  return ajv.validate(schema, rules) ? '' : ajv.errorsText();
}
