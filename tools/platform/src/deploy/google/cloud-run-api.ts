import type { GoogleEnvironment } from './google-environment';
import type { KnativeService } from './knative-service';
import { withTemporaryFile } from '../cli/temporary';
import { Cli, type CliKind, LONG_RUN_MS } from '../cli/cli';

interface LogEntry {
  readonly textPayload?: string;
  readonly jsonPayload?: { readonly msg?: string; readonly message?: string };
}

const LOG_LINES = 10;

/** The calls of Cloud Run that a deploy makes, by gcloud. */
export class CloudRunApi {
  readonly run: Cli;
  private readonly logging: Cli;

  constructor(
    private readonly environment: GoogleEnvironment,
    signal?: AbortSignal,
  ) {
    const [run, logging] = [gcloudForRegion(environment), gcloudForProject(environment)];
    this.run = signal ? run.within(signal) : run;
    this.logging = signal ? logging.within(signal) : logging;
  }

  /** The same calls, which end when the signal is aborted. */
  within(signal: AbortSignal): CloudRunApi {
    return new CloudRunApi(this.environment, signal);
  }

  async service(name: string): Promise<KnativeService | undefined> {
    return this.run.find(['run', 'services', 'describe', name, '--format=json']);
  }

  /** Lets Cloud Run validate a service without changing anything. @throws {DeployError} USAGE */
  async validate(service: KnativeService): Promise<void> {
    await withTemporaryFile('service.json', JSON.stringify(service), (file) =>
      this.run.run(['run', 'services', 'replace', file, '--dry-run']),
    );
  }

  /** Waits until the new revision is ready. */
  async replace(service: KnativeService): Promise<void> {
    await withTemporaryFile('service.json', JSON.stringify(service), (file) =>
      this.run.run(['run', 'services', 'replace', file], LONG_RUN_MS),
    );
  }

  /** Moves all traffic to a revision, and waits for it. */
  async serve(name: string, revision: string): Promise<void> {
    await this.run.run(serveArguments(name, revision), LONG_RUN_MS);
  }

  async runJob(job: KnativeJob): Promise<void> {
    await withTemporaryFile('job.json', JSON.stringify(job), (file) =>
      this.run.run(['run', 'jobs', 'replace', file]),
    );
    await this.run.run(['run', 'jobs', 'execute', job.metadata.name, '--wait'], LONG_RUN_MS);
  }

  /** The last lines that a revision wrote, oldest first. */
  async logTail(revision: string): Promise<string[]> {
    const filter = `resource.type="cloud_run_revision" AND resource.labels.revision_name="${revision}"`;
    const limits = ['--freshness=1h', `--limit=${LOG_LINES}`, '--format=json'];
    const entries = await this.logging.json<LogEntry[]>(['logging', 'read', filter, ...limits]);
    return entries
      .map(
        ({ textPayload, jsonPayload = {} }) =>
          textPayload ?? jsonPayload.msg ?? jsonPayload.message,
      )
      .filter((line) => line !== undefined)
      .map((line) => `  | ${line}`)
      .reverse();
  }
}

export interface KnativeJob {
  readonly metadata: { readonly name: string };
}

export const serveArguments = (name: string, revision: string) => [
  ...['run', 'services', 'update-traffic', name, `--to-revisions=${revision}=100`],
];

const gcloud: CliKind = {
  program: 'gcloud',
  install: 'https://cloud.google.com/sdk/docs/install',
  failures: [
    {
      pattern:
        /Reauthentication|do not currently have an active account|auth login|UNAUTHENTICATED/,
      code: 'ACCESS_DENIED',
      nextStep: 'Sign in: gcloud auth login, or let the pipeline assume an account.',
    },
    {
      pattern: /PERMISSION_DENIED|does not have permission|Permission .* denied|\b403\b/i,
      code: 'ACCESS_DENIED',
      nextStep: 'Give the account that right: docs/deploy/cloud-run.md lists what a deploy needs.',
    },
    {
      pattern: /Cannot find (service|job)|NOT_FOUND|could not be found|was not found/,
      code: 'NOT_FOUND',
    },
    {
      pattern: /ABORTED|\b409\b|Conflict for resource/,
      code: 'BUSY',
      nextStep: 'Somebody changed it at the same time: run the deploy again.',
    },
    { pattern: /unrecognized arguments|Invalid value|INVALID_ARGUMENT/, code: 'USAGE' },
  ],
};

/** gcloud for the services of one environment, without prompts. */
const gcloudForRegion = ({ project, region }: GoogleEnvironment) =>
  new Cli(gcloud, [`--project=${project}`, `--region=${region}`, '--quiet']);

/** gcloud for what belongs to no region, such as logs. */
const gcloudForProject = ({ project }: GoogleEnvironment) =>
  new Cli(gcloud, [`--project=${project}`, '--quiet']);
