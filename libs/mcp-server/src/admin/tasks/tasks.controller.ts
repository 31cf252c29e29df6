import { argumentPolicy, type ArgumentPolicy } from '@repo/audit';
import { AuditConfig } from '@repo/config';
import { ClientAddress } from '@repo/mcp-edge';
import { TaskAdministration, type Task, type TaskAdministrator } from '@repo/tasks';
import {
  ConflictException,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { actorOf, localActor } from '@repo/auth/clients';
import type { FastifyRequest } from 'fastify';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { parseBody } from '../scaling/parse-body';
import {
  detailView,
  pageView,
  taskDetail,
  taskIdParameter,
  taskPage,
  tasksQuery,
} from './task-views';

const UNKNOWN = 'There is no such task, or its time is over.';

/** Calls that outlive a connection, of everybody. */
@AdminController('admin/tasks', 'tasks')
export class TasksController {
  private readonly argumentsOf: ArgumentPolicy;

  constructor(
    private readonly tasks: TaskAdministration,
    private readonly addresses: ClientAddress,
    audit: AuditConfig,
  ) {
    this.argumentsOf = argumentPolicy(audit.arguments);
  }

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'tasks:read',
    summary: 'Lists tasks of this server, the newest first.',
    query: tasksQuery,
    answers: { 200: taskPage },
    problems: { 400: INVALID },
  })
  async list(@Query() query: unknown) {
    const { limit, cursor, ...filter } = parseBody(tasksQuery, query);
    const { tasks, next } = await this.tasks.page(filter, cursor, limit);
    return pageView(tasks, next);
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'tasks:read',
    summary: 'Shows one task, with what it was called with; its result is its caller’s.',
    answers: { 200: taskDetail },
    problems: { 404: UNKNOWN },
  })
  async read(@Param('id') id: string) {
    return detailView(await this.find(id), this.argumentsOf);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @AdminRoute({
    scope: 'tasks:manage',
    summary: 'Ends a task, within a second where it runs; one that has ended stays as it is.',
    answers: { 204: undefined },
    problems: { 404: UNKNOWN },
  })
  async cancel(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.tasks.cancel(await this.find(id), this.administrator(request));
  }

  @Post(':id/retry')
  @HttpCode(204)
  @AdminRoute({
    scope: 'tasks:manage',
    summary: 'Has a task whose tries are used up run again, with all of them.',
    answers: { 204: undefined },
    problems: { 404: UNKNOWN, 409: 'Its tries are not used up.' },
  })
  async retry(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    const task = await this.find(id);
    if (await this.tasks.retry(task, this.administrator(request))) return;
    throw new ConflictException(
      'The tries of this task are not used up: nothing is to be retried.',
    );
  }

  private async find(id: string): Promise<Task> {
    const task = taskIdParameter.safeParse(id).success ? await this.tasks.find(id) : undefined;
    if (task === undefined) throw new NotFoundException(UNKNOWN);
    return task;
  }

  private administrator({ caller, raw }: FastifyRequest): TaskAdministrator {
    const { name } = caller === undefined ? localActor('local development') : actorOf(caller);
    const address = this.addresses.of(raw);
    return { name, actor: { era: 'modern', auth: caller, address } };
  }
}
