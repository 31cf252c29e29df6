import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallRecord } from './call-record';
import { ConcurrencyGroups } from './concurrency';

export interface GithubEvent {
  readonly name: 'push' | 'pull_request' | 'schedule' | 'workflow_dispatch';
  /** The commit that runs. */
  readonly sha: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** The payload. */
  readonly payload?: unknown;
}

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** A job of this environment waits until somebody approves it. */
  readonly reviewed?: boolean;
}

type State = 'WAITING' | 'IN_PROGRESS' | 'SUCCESS' | 'FAILURE' | 'INACTIVE';

interface Deployment {
  readonly environment: string;
  readonly commitOid: string;
  latestStatus: { state: State };
}

/** A run that has ended, by which the next finds out what changed since. */
interface FinishedRun {
  readonly workflow: string;
  readonly event: string;
  readonly sha: string;
  readonly succeeded: boolean;
}

type Variables = Readonly<Record<string, string>>;

export interface GithubSettings {
  /** Where everything is kept. */
  readonly folder: string;
  /** The git repository. */
  readonly origin: string;
  readonly variables: Variables;
  readonly environments: Readonly<Record<string, Environment>>;
  /** By the ARNs of roles, the environment that each trusts. */
  readonly trusts: Variables;
  readonly record: CallRecord;
  /** Of every step, such as where programs are found. */
  readonly processEnv: Variables;
}

/** What GitHub keeps of a repository between runs. */
export class Github {
  readonly repository = 'example/mcp-platform';
  readonly groups = new ConcurrencyGroups();
  readonly runs: FinishedRun[] = [];
  readonly deployments: Deployment[] = [];
  /** The caches by their keys, each a folder; the newest last. */
  readonly caches = new Map<string, string>();
  /** The steps that ran, each `<workflow> <job> <its place>`. */
  readonly executed = new Set<string>();
  private runCount = 0;

  constructor(private readonly settings: GithubSettings) {}

  get origin(): string {
    return this.settings.origin;
  }
  get record(): CallRecord {
    return this.settings.record;
  }
  get variables(): Variables {
    return this.settings.variables;
  }
  get trusts(): Variables {
    return this.settings.trusts;
  }
  get processEnv(): Variables {
    return this.settings.processEnv;
  }

  nextRunId = () => ++this.runCount;

  newFolder(): string {
    const folder = join(this.settings.folder, randomUUID());
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  environment(name: string): Environment {
    const environment = this.settings.environments[name];
    if (environment === undefined) throw new Error(`The repository has no environment ${name}.`);
    return environment;
  }

  /** Every job with an environment is a deployment to it, whatever it does. */
  deploy(environment: string, commitOid: string): (state: State) => void {
    const deployment: Deployment = { environment, commitOid, latestStatus: { state: 'WAITING' } };
    this.deployments.unshift(deployment);
    return (state) => {
      if (state === 'SUCCESS') {
        const others = this.deployments.filter((one) => one.environment === environment);
        for (const { latestStatus } of others) {
          if (latestStatus.state === 'SUCCESS') latestStatus.state = 'INACTIVE';
        }
      }
      deployment.latestStatus.state = state;
      // For the stand-in of `gh`.
      writeFileSync(
        join(this.settings.folder, 'deployments.json'),
        JSON.stringify(this.deployments),
      );
    };
  }
}
