import type { Tool } from '../tool/tool';
import { withFile } from '../tool/with-file';
import { gcloudOf, gcloudRun } from './gcloud';
import type { GoogleEnvironment } from './environment-file';
import type { KnativeService } from './knative';

interface LogEntry {
  readonly textPayload?: string;
  readonly jsonPayload?: { readonly msg?: string; readonly message?: string };
}

const lastLines = 10;

/** The calls of Cloud Run that a deploy makes, by gcloud. */
export class CloudRunApi {
  readonly run: Tool;
  private readonly logging: Tool;

  constructor(environment: GoogleEnvironment) {
    this.run = gcloudRun(environment);
    this.logging = gcloudOf(environment);
  }

  async service(name: string): Promise<KnativeService | undefined> {
    return this.run.find(['run', 'services', 'describe', name, '--format=json']);
  }

  /** Lets Cloud Run look at a service without changing anything. @throws {DeployError} USAGE */
  async validate(service: KnativeService): Promise<void> {
    await withFile('service.json', JSON.stringify(service), (file) =>
      this.run.run(['run', 'services', 'replace', file, '--dry-run']),
    );
  }

  /** Waits until the new revision is ready. */
  async replace(service: KnativeService, signal: AbortSignal): Promise<void> {
    await withFile('service.json', JSON.stringify(service), (file) =>
      this.run.run(['run', 'services', 'replace', file], signal),
    );
  }

  /** Moves all traffic to a revision, and waits for it. */
  async serve(name: string, revision: string, signal?: AbortSignal): Promise<void> {
    await this.run.run(serveArguments(name, revision), signal);
  }

  async runJob(job: KnativeJob, signal: AbortSignal): Promise<void> {
    await withFile('job.json', JSON.stringify(job), (file) =>
      this.run.run(['run', 'jobs', 'replace', file], signal),
    );
    await this.run.run(['run', 'jobs', 'execute', job.metadata.name, '--wait'], signal);
  }

  /** The last lines that a revision wrote, oldest first. */
  async logTail(revision: string): Promise<string[]> {
    const filter = `resource.type="cloud_run_revision" AND resource.labels.revision_name="${revision}"`;
    const limits = ['--freshness=1h', `--limit=${lastLines}`, '--format=json'];
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
