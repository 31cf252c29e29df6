import { arn, type Json, ok } from './aws-answer';
import type { WireAnswer } from './wire-server';

/** The tasks that were run by themselves, and those of the service that did not come up. */
export class FakeTasks {
  readonly all: Json[] = [];
  migrationExitCode = 0;

  /** @param works whether one of its revision comes up */
  run(body: Json, works: boolean): WireAnswer {
    // A request that is sent again is carried out once.
    const earlier = this.all.find(({ clientToken }) => clientToken === body.clientToken);
    if (earlier) return ok({ tasks: [{ taskArn: earlier.taskArn }], failures: [] });
    const taskArn = arn(`task/mcp/migration${this.all.length}`);
    const task = {
      ...{ taskArn, startedBy: body.startedBy, taskDefinitionArn: body.taskDefinition },
      clientToken: body.clientToken,
    };
    const isMigration = body.overrides !== undefined;
    this.all.push(
      !isMigration && works
        ? { ...task, lastStatus: 'RUNNING', healthStatus: 'HEALTHY' }
        : {
            ...task,
            ...{ lastStatus: 'STOPPED', stoppedReason: 'Essential container in task exited' },
            containers: [{ name: 'api', exitCode: isMigration ? this.migrationExitCode : 78 }],
          },
    );
    return ok({ tasks: [{ taskArn }], failures: [] });
  }

  stop(taskArn: string): void {
    Object.assign(
      this.all.find((task) => task.taskArn === taskArn),
      { lastStatus: 'STOPPED' },
    );
  }

  list({ serviceName, startedBy, desiredStatus }: Json): WireAnswer {
    const found = this.all.filter(
      (task) =>
        (serviceName === undefined || task.startedBy === undefined) &&
        (startedBy === undefined || task.startedBy === startedBy) &&
        (task.lastStatus === 'STOPPED') === (desiredStatus === 'STOPPED'),
    );
    return ok({ taskArns: found.map(({ taskArn }) => taskArn) });
  }

  describe(arns: readonly string[]): WireAnswer {
    return ok({ tasks: this.all.filter(({ taskArn }) => arns.includes(taskArn)) });
  }

  /** One of the service failed its health checks. */
  fail(taskDefinitionArn: string): void {
    this.all.push({
      ...{ taskArn: arn('task/mcp/broken'), taskDefinitionArn, lastStatus: 'STOPPED' },
      stoppedReason: 'Task failed container health checks',
      containers: [{ name: 'api', exitCode: 78 }],
    });
  }
}
