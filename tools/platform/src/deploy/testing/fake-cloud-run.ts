import { readdirSync } from 'node:fs';
import type { KnativeService } from '../google/knative-service';
import { FakeTools, type ToolAnswer, type ToolCall } from './fake-tools';

/** gcloud with one service of Cloud Run behind it, in the shapes that the real one prints. */
export class FakeCloudRun {
  tools!: FakeTools;
  service: KnativeService | undefined;
  /** The names of the files that each build was given. */
  readonly sources: string[][] = [];
  comesUp = true;
  migrates = true;
  /** What every call fails with, if anything. */
  refuses: string | undefined;

  static async start(...more: string[]): Promise<FakeCloudRun> {
    const cloud = new FakeCloudRun();
    cloud.tools = await FakeTools.start(['gcloud', ...more], (call) => cloud.answer(call));
    return cloud;
  }

  /** What calls have changed something, by their first words. */
  changes(): string[] {
    return this.tools.calls
      .map(({ args }) => args.filter((arg) => !arg.startsWith('/')))
      .filter((args) => !/describe|read|--dry-run/.test(args.join(' ')))
      .map((args) =>
        args
          .slice(0, 4)
          .filter((arg) => !arg.startsWith('--'))
          .join(' '),
      );
  }

  get serving(): string | undefined {
    return this.service?.status?.traffic?.find(({ percent }) => percent === 100)?.revisionName;
  }

  private answer({ program, args, files }: ToolCall): ToolAnswer {
    if (this.refuses !== undefined) return { stderr: this.refuses, code: 1 };
    const option = (name: string) =>
      args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
    const command = [program, ...args.slice(0, 3)].join(' ');
    if (program === 'npx') return {};
    if (command.startsWith('gcloud run services describe')) {
      if (this.service) return { stdout: this.service };
      return { stderr: `ERROR: (gcloud.run.services.describe) Cannot find service [x]`, code: 1 };
    }
    if (command.startsWith('gcloud run services replace')) {
      if (args.includes('--dry-run')) return {};
      return this.replace(JSON.parse(files[0]!) as KnativeService);
    }
    if (command.startsWith('gcloud run deploy')) {
      const name = args[2]!;
      this.sources.push(readdirSync(option('source')!).sort());
      return this.replace({
        metadata: { name },
        spec: {
          template: {
            metadata: { name: `${name}-${option('revision-suffix')}` },
            spec: { containers: [] },
          },
        },
      });
    }
    if (command.startsWith('gcloud run services update-traffic')) {
      const [revisionName, percent] = option('to-revisions')!.split('=');
      this.traffic(revisionName!, Number(percent));
      return {};
    }
    if (command.startsWith('gcloud run jobs replace')) return {};
    if (command.startsWith('gcloud run jobs execute')) {
      return this.migrates ? {} : { stderr: 'ERROR: The execution failed.', code: 1 };
    }
    if (command.startsWith('gcloud logging read')) {
      return { stdout: [{ jsonPayload: { msg: 'second' } }, { textPayload: 'first' }] };
    }
    throw new Error(`The fake does not know ${command}`);
  }

  private replace(given: KnativeService): ToolAnswer {
    const revision = given.spec.template.metadata!.name!;
    const before = this.service?.status;
    const ready = this.comesUp ? revision : before?.latestReadyRevisionName;
    this.service = {
      ...given,
      metadata: { ...given.metadata, resourceVersion: 'v2' },
      status: {
        latestCreatedRevisionName: revision,
        ...(ready === undefined ? {} : { latestReadyRevisionName: ready }),
        traffic: before?.traffic ?? [{ revisionName: revision, percent: 100 }],
      },
    };
    if (this.comesUp) return {};
    const reason = `Revision '${revision}' is not ready and cannot serve traffic.`;
    return { stderr: `ERROR: (gcloud.run.services.replace) ${reason}`, code: 1 };
  }

  /** As if somebody had changed the variables of what runs. */
  setEnvironment(env: readonly { readonly name: string; readonly value: string }[]): void {
    const { spec, ...service } = this.service!;
    const containers = [{ ...spec.template.spec.containers[0], env }];
    const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
    this.service = { ...service, spec: { ...spec, template } };
  }

  private traffic(revisionName: string, percent: number): void {
    const status = { ...this.service!.status, traffic: [{ revisionName, percent }] };
    this.service = { ...this.service!, status };
  }
}
