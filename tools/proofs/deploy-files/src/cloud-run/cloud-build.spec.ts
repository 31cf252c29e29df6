import { protos } from '@google-cloud/cloudbuild';
import { parse } from 'yaml';
import { damaged } from '../damaged';
import { complaintsOf, complaints, isInstalled } from '../run-tool';
import { textOf } from '../workspace';

const { Build } = protos.google.devtools.cloudbuild.v1;

interface BuildFile extends Record<string, unknown> {
  timeout: string;
  steps: { id: string; waitFor?: string[]; script: string; env?: string[] }[];
  options: Record<string, unknown>;
}

/** What Cloud Build does not know comes not back from its own message. */
function lost(build: BuildFile): string[] {
  const { timeout, ...rest } = build;
  const given = { ...rest, timeout: { seconds: parseInt(timeout) } };
  const back = Build.toObject(Build.fromObject(given), { enums: String, longs: Number });
  return missing(given, back, 'build');
}

function missing(given: unknown, back: unknown, path: string): string[] {
  if (typeof given !== 'object' || given === null) {
    return given === back ? [] : [`${path}: ${JSON.stringify(given)} is lost`];
  }
  return Object.entries(given).flatMap(([key, value]) =>
    missing(value, (back as Record<string, unknown> | undefined)?.[key], `${path}.${key}`),
  );
}

/** Steps that wait for what comes later or is not there. */
function waitFaults({ steps }: BuildFile): string[] {
  return steps.flatMap(({ id, waitFor = [] }, index) => {
    const earlier = steps.slice(0, index).map((step) => step.id);
    return waitFor
      .filter((name) => !earlier.includes(name))
      .map((name) => `${id} waits for ${name}`);
  });
}

const builtIn = ['PROJECT_ID', 'COMMIT_SHA', '_ENVIRONMENT', '_REGISTRY'];

/** Substitutions that nobody gives. A script has none: its variables come by env. */
function substitutionFaults({ steps, ...build }: BuildFile): string[] {
  const texts = [JSON.stringify(build), ...steps.flatMap(({ env = [] }) => env)];
  return texts
    .flatMap((text) => [...text.matchAll(/\$\{?([A-Z_]+)/g)].map(([, name]) => name!))
    .filter((name) => !builtIn.includes(name));
}

describe('cloudbuild.yaml', () => {
  const build = parse(textOf('deploy/cloud-run/cloudbuild.yaml')) as BuildFile;

  it('is a build of Cloud Build to the last field', () => {
    expect(lost(build)).toEqual([]);
  });

  it('has steps in an order that ends, with what they are given', () => {
    expect(build.steps.at(-1)!.id).toBe('deploy');
    expect(waitFaults(build)).toEqual([]);
    expect(substitutionFaults(build)).toEqual([]);
  });

  const itWithShell = isInstalled('shellcheck') ? it : it.skip;
  itWithShell('has scripts that shellcheck takes', () => {
    const check = (script: string) =>
      complaintsOf(`#!/bin/sh\n${script}`, 'step.sh', (file) => complaints('shellcheck', file));
    for (const { script } of build.steps) expect(check(script)).toBe('');
    expect(check(build.steps[1]!.script.replace('"$name"', '$name'))).not.toBe('');
  });

  it.each<[string, (copy: BuildFile) => unknown, (copy: BuildFile) => string[], RegExp]>([
    ['an unknown field', (copy) => Object.assign(copy.steps[0]!, { skript: 'x' }), lost, /skript/],
    ['an unknown option', (copy) => (copy.options['machine'] = 'x'), lost, /machine/],
    [
      'a kind of log that there is not',
      (copy) => (copy.options['logging'] = 'CLOUD_LOGS'),
      lost,
      /CLOUD_LOGS/,
    ],
    [
      'a wait for what is not there',
      (copy) => (copy.steps[1]!.waitFor = ['tests']),
      waitFaults,
      /waits for tests/,
    ],
    [
      'a substitution that nobody gives',
      (copy) => copy.steps[1]!.env!.push('X=${_REGION}'),
      substitutionFaults,
      /_REGION/,
    ],
  ])('is refused with %s', (_, damage, faults, message) => {
    expect(faults(damaged(build, (copy) => void damage(copy))).join('\n')).toMatch(message);
  });
});
