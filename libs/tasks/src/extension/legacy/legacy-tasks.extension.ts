import {
  ErrorCode,
  Extension,
  extensionMethod,
  McpHost,
  ProtocolError,
  type Call,
  type Catalog,
  type Client,
  type ExtensionContext,
  type ExtensionHost,
  type Feature,
  type PrepareCall,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { servesTasks } from '../../run/has-tasks';
import { Tasks } from '../../tasks';
import { ExpectedPolls } from '../expected-polls';
import { taskId } from '../task-id';
import { AsideQuestions } from './aside-questions';
import { isFinal, legacyStatus, legacyTaskView } from './legacy-task-view';
import { cursorOf, readCursor } from './task-cursor';
import { TaskResults } from './task-results';

/** Entries of a page of `tasks/list`. */
const PAGE = 100;

/** What a call says that wants to be a task; `ttl` in milliseconds. */
const TaskDemand = z.object({ ttl: z.number().positive().nullish() });

/**
 * Tasks as 2025-11-25 has them, for clients of that revision alone: the client says of a call that it
 * shall be one.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
@Injectable()
export class LegacyTasksExtension extends Extension {
  readonly id = 'io.modelcontextprotocol/tasks-2025-11-25';
  override readonly era = 'legacy';
  override readonly revision = '2025-11-25';
  override readonly capability = 'tasks';

  constructor(
    private readonly tasks: Tasks,
    private readonly results: TaskResults,
    private readonly asides: AsideQuestions,
    private readonly polls: ExpectedPolls,
    private readonly host: McpHost,
  ) {
    super();
  }

  settings(catalog: Catalog) {
    if (!servesTasks(catalog)) return undefined;
    return { list: {}, cancel: {}, requests: { tools: { call: {} } } };
  }

  /** It needs no declaration: a client that wants a task says so with the call. */
  override isDeclaredBy({ era, revision }: Client): boolean {
    return era === this.era && revision === this.revision;
  }

  override entryOf(feature: Feature): object | undefined {
    if (feature.kind !== 'tool' || feature.task === undefined) return undefined;
    return { execution: { taskSupport: feature.task.isRequired ? 'required' : 'optional' } };
  }

  override methods(host: ExtensionHost) {
    const of = (id: string, context: ExtensionContext) => this.tasks.visible(id, host, context);
    const params = z.object({ taskId });
    return [
      extensionMethod({
        name: 'tasks/get',
        params,
        handle: async ({ taskId }, context) => {
          const task = await of(taskId, context);
          this.polls.polled(task, context);
          this.asides.polled(task, context, this.results.isAwaited(taskId));
          return legacyTaskView(task);
        },
      }),
      extensionMethod({
        name: 'tasks/result',
        params,
        handle: async ({ taskId }, context) => this.results.of(await of(taskId, context), context),
      }),
      extensionMethod({
        name: 'tasks/cancel',
        params,
        handle: async ({ taskId }, context) => {
          const task = await of(taskId, context);
          if (!isFinal(task)) await this.tasks.cancel(task, context.client);
          const now = await of(taskId, context);
          if (isFinal(task) || !now.cancelled) throw isOver(legacyStatus(now));
          return legacyTaskView(now);
        },
      }),
      extensionMethod({
        name: 'tasks/list',
        params: z.object({ cursor: z.string().max(128).optional() }),
        handle: async ({ cursor }, context) => {
          const after = cursor === undefined ? undefined : readCursor(cursor);
          const { tasks, last } = await this.tasks.page(host, context, PAGE, after);
          return { tasks: tasks.map(legacyTaskView), nextCursor: last && cursorOf(last) };
        },
      }),
    ];
  }

  override answers({ feature, client, params, request }: Call): boolean {
    if (feature.kind !== 'tool' || request.task !== undefined) return false;
    if (!this.isDeclaredBy(client)) return false;
    return params['task'] !== undefined || feature.task?.isRequired === true;
  }

  /** @throws {ProtocolError} -32601: the tool needs a task, or has none */
  override async answer(call: Call, prepare: PrepareCall): Promise<object | undefined> {
    const { feature, params } = call;
    if (feature.kind !== 'tool') return undefined;
    if (feature.task === undefined) {
      // A server without tasks does not know the field.
      if (!servesTasks(this.host.server(feature.server).catalog)) return undefined;
      throw notSupported(`${feature.name} cannot be called as a task.`);
    }
    if (params['task'] === undefined) throw notSupported(`Call ${feature.name} as a task.`);
    const demand = TaskDemand.safeParse(params['task']);
    if (!demand.success) {
      throw invalid('task: expected an object, whose ttl is a number of milliseconds.');
    }
    const checked = await prepare();
    if (checked === undefined) return undefined;
    const { ttl } = demand.data;
    return { task: legacyTaskView(await this.tasks.start(call, checked, ttl ?? undefined)) };
  }
}

function isOver(status: string): ProtocolError {
  return invalid(`The task cannot be cancelled: it is ${status}.`);
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, message, { outcome: 'invalid_input' });
}

function notSupported(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.methodNotFound, message, { outcome: 'invalid_input' });
}
