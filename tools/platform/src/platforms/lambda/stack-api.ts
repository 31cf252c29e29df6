import { withTemporaryFile } from '../../deploy/cli/temporary';
import { Cli, type CliKind, LONG_RUN_MS } from '../../deploy/cli/cli';
import type { StackSettings } from './stack-settings';

export interface Stack {
  readonly StackStatus: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Parameters?: readonly StackParameter[];
}

interface StackParameter {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

interface Secret {
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

interface StackEvent {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
}

const shownReasons = 3;

/** One stack of CloudFormation, by the AWS CLI. */
export class StackApi {
  private readonly aws: Cli;
  private readonly stack: readonly string[];

  constructor(
    private readonly settings: StackSettings,
    signal?: AbortSignal,
  ) {
    const aws = new Cli(awsKind, ['--region', settings.region]);
    this.aws = signal ? aws.within(signal) : aws;
    this.stack = ['--stack-name', settings.name];
  }

  /** The same calls, which end when the signal is aborted. */
  within(signal: AbortSignal): StackApi {
    return new StackApi(this.settings, signal);
  }

  async get(): Promise<Stack | undefined> {
    const args = ['cloudformation', 'describe-stacks', ...this.stack, '--output', 'json'];
    const found = await this.aws.find<{ readonly Stacks: readonly Stack[] }>(args);
    return found?.Stacks[0];
  }

  /** The template as it was given, with the address of the code in it. */
  async template(): Promise<string> {
    const stage = ['--template-stage', 'Original', '--output', 'json'];
    const args = ['cloudformation', 'get-template', ...this.stack, ...stage];
    const { TemplateBody } = await this.aws.json<{ TemplateBody: unknown }>(args);
    return typeof TemplateBody === 'string' ? TemplateBody : JSON.stringify(TemplateBody);
  }

  /**
   * The newest version of each secret, or nothing where there is none: it changes with the value and
   * does not reveal it.
   */
  async secretVersions(names: readonly string[]): Promise<Record<string, string | undefined>> {
    const entries = names.map(async (name) => {
      const args = ['secretsmanager', 'describe-secret', '--secret-id', name, '--output', 'json'];
      const found = await this.aws.find<Secret>(args);
      const versions = Object.entries(found?.VersionIdsToStages ?? {});
      return [name, versions.find(([, stages]) => stages.includes('AWSCURRENT'))?.[0]] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Makes the stack again what it was, its traffic at once, and waits for it. */
  async restore(template: string, { Parameters = [], Tags = [] }: Stack): Promise<void> {
    const parameters = Parameters.map((one) =>
      one.ParameterKey === 'TrafficShift' ? { ...one, ParameterValue: 'AllAtOnce' } : one,
    );
    await withTemporaryFile('template.yaml', template, (body) =>
      withTemporaryFile('parameters.json', JSON.stringify(parameters), (values) =>
        withTemporaryFile('tags.json', JSON.stringify(Tags), (tags) =>
          this.aws.run([
            ...['cloudformation', 'update-stack', ...this.stack],
            ...['--template-body', `file://${body}`, '--parameters', `file://${values}`],
            ...['--tags', `file://${tags}`],
            ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
          ]),
        ),
      ),
    );
    await this.aws.run(
      ['cloudformation', 'wait', 'stack-update-complete', ...this.stack],
      LONG_RUN_MS,
    );
  }

  /** Why the newest change failed, first cause first. */
  async failures(): Promise<string[]> {
    const args = ['cloudformation', 'describe-stack-events', ...this.stack];
    const newest = ['--max-items', '100', '--output', 'json'];
    const { StackEvents } = await this.aws.json<{ StackEvents: readonly StackEvent[] }>([
      ...args,
      ...newest,
    ]);
    const start = StackEvents.findIndex(({ ResourceStatusReason: reason }) =>
      /User Initiated/.test(reason ?? ''),
    );
    return StackEvents.slice(0, start === -1 ? undefined : start)
      .filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
      .map(({ LogicalResourceId: id, ResourceStatusReason: reason }) => `${id}: ${reason}`)
      .reverse()
      .slice(0, shownReasons);
  }
}

const failures: CliKind['failures'] = [
  {
    pattern: /Unable to locate credentials|ExpiredToken|InvalidClientTokenId|Token has expired/,
    code: 'ACCESS_DENIED',
    nextStep: 'Sign in, such as by `aws sso login`, or let the pipeline assume a role.',
  },
  {
    pattern: /AccessDenied|is not authorized to perform|UnauthorizedOperation|\b403\b/,
    code: 'ACCESS_DENIED',
    nextStep: 'Give the role that right: docs/deploy/lambda.md lists what a deploy needs.',
  },
  { pattern: /Stack with id \S+ does not exist|ResourceNotFoundException/, code: 'NOT_FOUND' },
  {
    pattern: /is in \S+_IN_PROGRESS state|OperationInProgressException/,
    code: 'BUSY',
    nextStep: 'CloudFormation is still at an earlier change: run the deploy again.',
  },
  { pattern: /failed to (lint|validate)|Error: .*template|Invalid value for/i, code: 'USAGE' },
];

export const samKind: CliKind = {
  program: 'sam',
  install: 'https://docs.aws.amazon.com/serverless-application-model (AWS SAM CLI)',
  failures,
};

const awsKind: CliKind = {
  program: 'aws',
  install: 'https://aws.amazon.com/cli',
  failures,
};
