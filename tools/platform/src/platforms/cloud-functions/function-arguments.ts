import type { GoogleEnvironment } from '../../deploy/google/google-environment';
import type { FunctionFile } from './function-file';

/**
 * The arguments of `gcloud run deploy` that make a revision of the function.
 *
 * @param source the folder that Google builds
 * @param suffix the end of the revision's name
 * @param serves whether something serves already, which the traffic then stays with
 */
export function functionArguments(
  file: FunctionFile,
  { project, open, network, subnetwork }: GoogleEnvironment,
  { source, suffix, serves }: { source: string; suffix: string; serves: boolean },
): string[] {
  const on = (value: boolean, flag: string) => (value ? `--${flag}` : `--no-${flag}`);
  return [
    ...['run', 'deploy', file.name, `--source=${source}`],
    ...[`--function=${file.entryPoint}`, `--base-image=${file.baseImage}`],
    on(file.automaticBaseImageUpdates, 'automatic-updates'),
    ...[`--memory=${file.memory}`, `--cpu=${file.cpu}`, `--concurrency=${file.concurrency}`],
    ...[`--timeout=${file.timeoutSeconds}`, `--min-instances=${file.minInstances}`],
    `--max-instances=${file.maxInstances}`,
    `--service-account=${file.serviceAccount}@${project}.iam.gserviceaccount.com`,
    on(!file.cpuAlways, 'cpu-throttling'),
    on(file.startupCpuBoost, 'cpu-boost'),
    `--ingress=${file.ingress}`,
    on(!open, 'invoker-iam-check'),
    ...[`--network=${network}`, `--subnet=${subnetwork}`, '--vpc-egress=private-ranges-only'],
    `--set-env-vars=${pairs(file.environment)}`,
    `--set-secrets=${pairs(file.secrets, ':latest')}`,
    `--revision-suffix=${suffix}`,
    // A first revision cannot be made without traffic.
    ...(serves ? ['--no-traffic'] : []),
  ];
}

/** With a separator that no value has: `gcloud topic escaping`. */
const pairs = (values: Readonly<Record<string, string>>, end = '') =>
  `^|^${Object.entries(values)
    .map(([key, value]) => `${key}=${value}${end}`)
    .join('|')}`;
