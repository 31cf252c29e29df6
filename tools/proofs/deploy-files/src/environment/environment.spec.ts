import { ConfigError, loadConfig } from '@repo/config';
import { damaged } from '../damaged';
import { hasKubectl } from '../kubernetes/read-manifests';
import { textOf } from '../workspace';
import { allDeployed } from './all-deployed';
import type { Deployed } from './deployed';

/** Every variable of ours, by the file that is made of them. */
const ours = new Set(
  [...textOf('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!),
);

/** Read by somebody else. */
const others = [
  /^NODE_ENV$/,
  // By which the worker knows itself: libs/scaling/src/run/protected.
  /^POD_(NAME|NAMESPACE)$/,
  // The host of Azure Functions and its Application Insights.
  /^(AzureWebJobs|APPLICATIONINSIGHTS_)/,
  // The SDK of OpenTelemetry.
  /^OTEL_EXPORTER_OTLP_ENDPOINT$/,
  // npm and Nx, in the container for developing.
  /^(HOME|NX_DAEMON)$/,
];

const unknownNames = (variables: object) =>
  Object.keys(variables).filter(
    (name) => !ours.has(name) && !others.some((pattern) => pattern.test(name)),
  );

/** Only who answers requests needs the names that it answers to. */
const answers = ({ app, name }: Deployed) => app !== 'worker' && !/migrat/.test(name);

function faultsOf(deployed: Deployed): readonly string[] {
  try {
    const notRequired = answers(deployed) ? [] : (['ALLOWED_HOSTS'] as const);
    return loadConfig(deployed.variables, { notRequired }).warnings;
  } catch (error) {
    if (error instanceof ConfigError) return [error.message];
    throw error;
  }
}

describe('the environment that a deployment gives', () => {
  it('is looked at on every platform', () => {
    expect(ours.size).toBeGreaterThan(50);
    // Of the api, the worker and their migration; besides, what other servers a fork has.
    const named = new Set(allDeployed.map(({ name }) => name));
    expect(named.size).toBe(allDeployed.length);
    const least = 4 + 2 * (2 + (hasKubectl ? 3 : 0) + 4 + 3 + 1);
    expect(allDeployed.length).toBeGreaterThanOrEqual(least);
  });

  it.each(allDeployed)('loads without a fault or a doubt: $name', (environment) => {
    expect(faultsOf(environment)).toEqual([]);
  });

  it.each(allDeployed)('has no name that nobody reads: $name', ({ variables }) => {
    expect(unknownNames(variables)).toEqual([]);
  });

  const deployed = allDeployed.filter(({ name }) => !name.startsWith('docker-compose.yml'));

  it.each(deployed)('is that of production: $name', ({ variables }) => {
    expect(loadConfig(variables).server.environment).toBe('production');
  });

  const servers = deployed.filter(answers);

  it.each(servers)('names the hosts that it answers to: $name', ({ variables }) => {
    const { http, server } = loadConfig(variables);
    expect(server.publicUrl).toMatch(/^https:\/\/[\w.-]+\/?$/);
    expect(http.allowedHosts).toContain(new URL(server.publicUrl!).host);
  });

  it.each<[string, (copy: Record<string, string>) => void, RegExp]>([
    ['a setting that is gone', (copy) => delete copy['PUBLIC_URL'], /PUBLIC_URL: found/],
    ['a unit that is none', (copy) => (copy['SHUTDOWN_GRACE'] = '45 b'), /SHUTDOWN_GRACE: found/],
    ['a mistyped name', (copy) => (copy['SHUTDOWN_GRCE'] = '45s'), /^SHUTDOWN_GRCE/m],
  ])('would be refused with %s', (_, damage, fault) => {
    for (const environment of deployed) {
      const variables = damaged({ ...environment.variables }, damage);
      const found = [...faultsOf({ ...environment, variables }), ...unknownNames(variables)];
      expect(found.join('\n')).toMatch(fault);
    }
  });
});
