import type { CallRecord } from '../runner/call-record';
import type { Environment } from '../runner/github';

type Variables = Readonly<Record<string, string>>;

/** What a target is made with. */
export interface TargetSetting {
  readonly record: CallRecord;
  /** The address of the registry that stands for the fork's. */
  readonly registry: string;
  /** The MCP endpoint of both environments. */
  readonly endpoint: string;
}

/** Where a fork deploys to, and what it has set on GitHub for that. */
export interface Target {
  /** Of the repository. */
  readonly variables: Variables;
  readonly environments: Readonly<Record<string, Environment>>;
  /** By the ARNs of roles, the environment that each trusts. */
  readonly trusts: Variables;
  /** For the stand-ins of programs. */
  readonly processEnv: Variables;
  /** The digests that run in an environment. */
  digests(environment: 'staging' | 'production'): { readonly api: string; readonly worker: string };
  stop(): Promise<void>;
}
