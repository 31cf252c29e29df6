import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LONG_RUN_MS } from '../../deploy/cli/cli';
import { differences } from '../../deploy/differences';
import { withPackage } from '../../deploy/functions/function-package';
import { migrateLocally, migrationCalls } from '../../deploy/functions/local-migration';
import { CloudRunApi, serveArguments } from '../../deploy/google/cloud-run-api';
import { type GoogleEnvironment, googleEnvironment } from '../../deploy/google/google-environment';
import { chooseRevision, servingRevision } from '../../deploy/google/knative-service';
import type { Plan, Platform, Release } from '../../deploy/platform';
import { requireFormer } from '../../deploy/release';
import { readEnvironment } from '../../deploy/templates/read-environment';
import { functionArguments } from './function-arguments';
import { type FunctionFile, liveSettings, readFunction, wantedSettings } from './function-file';

interface CloudFunctionsPlan extends Plan {
  readonly revision: string;
  readonly former?: string;
  /** The arguments that make the revision from a folder. */
  readonly deploy: (source: string) => readonly string[];
}

/** Deploys a function, which is a service of Cloud Run that Google builds from source. */
export class CloudFunctionsPlatform implements Platform<CloudFunctionsPlan> {
  private readonly environment: GoogleEnvironment;
  private readonly api: CloudRunApi;
  private readonly file: FunctionFile;
  /** What Google's build reads beside the package. */
  private readonly manifest: string;

  /** @param root the workspace, whose `deploy/cloud-functions` says how */
  constructor(
    private readonly root: string,
    environment: string,
  ) {
    const folder = join(root, 'deploy/cloud-functions');
    this.environment = readEnvironment(folder, environment, googleEnvironment);
    this.file = readFunction(folder, this.environment);
    this.manifest = join(folder, 'package.json');
    this.api = new CloudRunApi(this.environment);
  }

  async plan({ image }: Release, signal: AbortSignal): Promise<CloudFunctionsPlan> {
    const { name } = this.file;
    const live = await this.api.within(signal).service(name);
    const former = servingRevision(live);
    const { file, environment } = this;
    const manifest = readFileSync(this.manifest, 'utf8');
    const chosen = chooseRevision(name, { file, environment, image, manifest }, live);
    const suffix = chosen.name.slice(name.length + 1);
    const serves = former !== undefined;
    const deploy = (source: string) =>
      functionArguments(file, environment, { source, suffix, serves });
    return {
      state: chosen.state,
      revision: chosen.name,
      ...(former === undefined ? {} : { former }),
      deploy,
      calls: [
        ...migrationCalls(),
        this.api.run.line(deploy(file.source)),
        this.api.run.line(serveArguments(name, chosen.name)),
      ],
      differences: [
        ...differences({ revision: former }, { revision: chosen.name }),
        ...(live ? differences(liveSettings(live), wantedSettings(file)) : []),
      ],
    };
  }

  async migrate(_: CloudFunctionsPlan, signal: AbortSignal): Promise<void> {
    await migrateLocally(this.root, signal);
  }

  async rollOut(plan: CloudFunctionsPlan, signal: AbortSignal): Promise<void> {
    const api = this.api.within(signal);
    if (plan.state !== 'continue') {
      const source = join(this.root, this.file.source);
      await withPackage(source, [this.manifest], (folder) =>
        api.run.run(plan.deploy(folder), LONG_RUN_MS),
      );
    }
    await api.serve(this.file.name, plan.revision);
  }

  async rollBack({ former }: CloudFunctionsPlan, signal: AbortSignal): Promise<void> {
    await this.api.within(signal).serve(this.file.name, requireFormer(former));
  }

  async report({ revision }: CloudFunctionsPlan, signal: AbortSignal): Promise<readonly string[]> {
    return this.api.within(signal).logTail(revision);
  }
}
