import type { Stack } from '../../platforms/lambda/stack-api';
import { FakeTools, type ToolAnswer, type ToolCall } from './fake-tools';

/** sam and aws with one stack behind them, in the shapes that the real ones print. */
export class FakeLambda {
  tools!: FakeTools;
  stack: Stack | undefined;
  template = '';
  /** The current version of every secret. */
  secretVersion = 'v1';
  comesUp = true;

  static async start(): Promise<FakeLambda> {
    const lambda = new FakeLambda();
    lambda.tools = await FakeTools.start(['sam', 'aws'], (call) => lambda.answer(call));
    return lambda;
  }

  /** The calls that change something, by their first words. */
  changes(): string[] {
    return this.tools.calls
      .map(({ program, args }) => [program, ...args.slice(0, 2)].join(' '))
      .filter((line) => /sam deploy|update-stack/.test(line));
  }

  tag(): string | undefined {
    return this.stack?.Tags?.[0]?.Value;
  }

  private answer({ program, args, files }: ToolCall): ToolAnswer {
    if (program === 'sam') return args[0] === 'validate' ? {} : this.deploy(args, files[0]!);
    if (args[0] === 'secretsmanager') {
      if (args[3]!.endsWith('redis-url')) {
        return { stderr: 'An error occurred (ResourceNotFoundException)', code: 254 };
      }
      const VersionIdsToStages = { v0: ['AWSPREVIOUS'], [this.secretVersion]: ['AWSCURRENT'] };
      return { stdout: { VersionIdsToStages } };
    }
    switch (args[1]) {
      case 'describe-stacks':
        if (this.stack) return { stdout: { Stacks: [this.stack] } };
        return { stderr: 'An error occurred: Stack with id mcp-staging does not exist', code: 254 };
      case 'get-template':
        return { stdout: { TemplateBody: this.template } };
      case 'update-stack': {
        const [template, parameters, tags] = files as [string, string, string];
        this.template = template;
        this.stack = {
          StackStatus: 'UPDATE_COMPLETE',
          Parameters: JSON.parse(parameters) as never,
          Tags: JSON.parse(tags) as never,
        };
        return {};
      }
      case 'wait':
        return {};
      case 'describe-stack-events':
        return { stdout: { StackEvents: events } };
    }
    throw new Error(`The fake does not know ${args.join(' ')}`);
  }

  private deploy(args: readonly string[], template: string): ToolAnswer {
    if (!this.comesUp) {
      const StackStatus = this.stack ? 'UPDATE_ROLLBACK_COMPLETE' : 'ROLLBACK_COMPLETE';
      this.stack = { ...this.stack, StackStatus };
      return { stderr: 'Error: Failed to create/update the stack: mcp-staging', code: 1 };
    }
    const [Key = '', Value = ''] = args[args.indexOf('--tags') + 1]!.split('=');
    // SAM has put the code into S3.
    this.template = template.replace(/CodeUri: .*/, 'CodeUri: s3://bucket/code');
    const Parameters = [
      { ParameterKey: 'TrafficShift', ParameterValue: 'Canary10Percent5Minutes' },
    ];
    const StackStatus = this.stack ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
    this.stack = { StackStatus, Tags: [{ Key, Value }], Parameters };
    return {};
  }
}

const event = (
  LogicalResourceId: string,
  ResourceStatus: string,
  ResourceStatusReason?: string,
) => ({
  LogicalResourceId,
  ResourceStatus,
  ResourceStatusReason,
});

/** Newest first, as CloudFormation tells them. */
const events = [
  event('mcp-staging', 'UPDATE_ROLLBACK_COMPLETE'),
  event('McpFunctionAliaslive', 'UPDATE_FAILED', 'CodeDeploy: alarm ErrorAlarm was triggered'),
  event('mcp-staging', 'UPDATE_IN_PROGRESS', 'User Initiated'),
  event('Old', 'CREATE_FAILED', 'long ago'),
];
