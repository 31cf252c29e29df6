import { Injectable } from '@nestjs/common';
import {
  declaredExtension,
  Extension,
  extensionMethod,
  MissingClientCapabilityError,
  type Call,
  type Catalog,
  type ExtensionContext,
  type ExtensionHost,
  type Feature,
  type PrepareCall,
  type ProvidedFeature,
  type ToolFeature,
} from '@repo/mcp-core';
import { z } from 'zod';
import { ApprovalTools } from '../approval/approval-tools';
import { WaitingCalls } from '../approval/waiting-calls';
import { servesTasks } from '../run/has-tasks';
import { Tasks } from '../tasks';
import { ExpectedPolls } from './expected-polls';
import { taskId } from './task-id';
import { TASK_NOTICE, TaskNotices } from './task-notices';
import { detailedTaskView, taskView } from './task-view';

const TASKS = 'io.modelcontextprotocol/tasks';

/**
 * The tasks extension (SEP-2663): a call becomes a task where its tool says so and its client can take
 * one, and is read, answered and ended by its id.
 *
 * @see https://modelcontextprotocol.io/seps/2663-tasks-extension
 */
@Injectable()
export class TasksExtension extends Extension {
  readonly id = TASKS;
  override readonly era = 'modern';
  override readonly notifications = [TASK_NOTICE];

  constructor(
    private readonly tasks: Tasks,
    private readonly notices: TaskNotices,
    private readonly polls: ExpectedPolls,
    private readonly waitingCalls: WaitingCalls,
    private readonly approvalTools: ApprovalTools,
  ) {
    super();
  }

  settings(catalog: Catalog) {
    return servesTasks(catalog) ? {} : undefined;
  }

  override methods(host: ExtensionHost) {
    const of = (id: string, context: ExtensionContext) => this.tasks.visible(id, host, context);
    return [
      extensionMethod({
        name: 'tasks/get',
        params: z.object({ taskId }),
        namedBy: 'taskId',
        needsDeclaration: true,
        handle: async (params, context) => {
          const task = await of(params.taskId, context);
          this.polls.polled(task, context);
          return detailedTaskView(task);
        },
      }),
      extensionMethod({
        name: 'tasks/update',
        params: z.object({ taskId, inputResponses: z.record(z.string(), z.unknown()) }),
        namedBy: 'taskId',
        needsDeclaration: true,
        handle: async (params, context) => {
          const task = await of(params.taskId, context);
          await this.tasks.answer(task, params.inputResponses, context.client);
          return {};
        },
      }),
      extensionMethod({
        name: 'tasks/cancel',
        params: z.object({ taskId }),
        namedBy: 'taskId',
        needsDeclaration: true,
        handle: async (params, context) => {
          await this.tasks.cancel(await of(params.taskId, context), context.client);
          return {};
        },
      }),
    ];
  }

  override subscription(host: ExtensionHost) {
    return this.notices.subscription(host);
  }

  override answers({ feature, client, params, request }: Call): boolean {
    if (feature.kind !== 'tool' || feature.task === undefined) return false;
    if (request.task !== undefined) return false;
    if (client.era === 'modern') return true;
    // One that wants a task gets it elsewhere, and so does one that has to take it.
    return (
      feature.approval !== undefined && !feature.task.isRequired && params['task'] === undefined
    );
  }

  /** The tools of those who decide, where a tool waits for decisions. */
  override features(declared: readonly Feature[]): readonly ProvidedFeature[] {
    return this.approvalTools.of(declared);
  }

  /**
   * @throws {MissingClientCapabilityError} the tool needs a client with tasks
   * @throws {UnauthenticatedError} it waits for a decision, and nobody knows who asks for it
   */
  override async answer(call: Call, prepare: PrepareCall): Promise<object | undefined> {
    const { feature, client } = call;
    const tool = feature as ToolFeature;
    if (client.era === 'legacy' || declaredExtension(client, TASKS) === undefined) {
      if (tool.task?.isRequired !== true) {
        return tool.approval && this.waitingCalls.answer(call, prepare);
      }
      throw new MissingClientCapabilityError({ extensions: { [TASKS]: {} } });
    }
    const checked = await prepare();
    if (checked === undefined) return undefined;
    return { resultType: 'task', ...taskView(await this.tasks.start(call, checked)) };
  }
}
