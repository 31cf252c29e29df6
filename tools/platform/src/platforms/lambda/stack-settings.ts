import { existsSync, readFileSync } from 'node:fs';
import { DeployError } from '../../deploy/deploy.error';

export interface StackSettings {
  readonly name: string;
  readonly region: string;
  /** The lines of the environment, which SAM reads. */
  readonly text: string;
  /** Its values for the parameters of the template, each `NAME=VALUE`. */
  readonly parameters: readonly string[];
}

/** The secrets that a template has CloudFormation fill in. */
export function secretNames(template: string, { parameters }: StackSettings): string[] {
  const given = parameters.find((one) => one.startsWith('SecretPrefix='))?.split('=')[1];
  const byDefault = /^ {2}SecretPrefix:\n(?: {4}.*\n)*? {4}Default: (\S+)$/m.exec(template)?.[1];
  const prefix = given ?? byDefault ?? '';
  const names = [...template.matchAll(/\{\{resolve:secretsmanager:([^:}]+\}?[^:}]*)/g)];
  return [...new Set(names.map(([, name = '']) => name.replace('${SecretPrefix}', prefix)))];
}

/**
 * What the deploy program itself needs of `samconfig.toml`; the rest is SAM's.
 *
 * @throws {DeployError} USAGE, with the environments that there are
 */
export function stackSettings(file: string, environment: string): StackSettings {
  if (!existsSync(file)) throw new DeployError('USAGE', `${file} is missing.`);
  const sections = readFileSync(file, 'utf8').split(/^\[(?=\w[\w.-]*\]$)/m);
  const text = sections.find((section) => section.startsWith(`${environment}.deploy.parameters]`));
  if (text === undefined) {
    const known = sections.flatMap((one) => /^([\w-]+)\.deploy\.parameters\]/.exec(one)?.[1] ?? []);
    const found = JSON.stringify(environment);
    throw new DeployError('USAGE', `No environment ${found}: there are ${known.join(', ')}.`);
  }
  const valueOf = (key: string) => {
    const value = new RegExp(`^${key}\\s*=\\s*"([^"]+)"\\s*$`, 'm').exec(text)?.[1];
    if (value !== undefined) return value;
    throw new DeployError('USAGE', `${file} names no ${key} in ${environment}.deploy.parameters.`);
  };
  const list = /^parameter_overrides\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? '';
  const parameters = [...list.matchAll(/"([^"]+)"/g)].map(([, value = '']) => value);
  return { name: valueOf('stack_name'), region: valueOf('region'), text, parameters };
}
