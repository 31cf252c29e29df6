import { isRunByWorker, TaskQueue } from '@repo/tasks';
import { Injectable } from '@nestjs/common';
import { fastify, type FastifyInstance } from 'fastify';
import { ServerIdentity } from '../../server-options';
import { QueueAccess } from './queue-access';

/** Where the board is served; its own addresses are made from this. */
const BOARD_PATH = '/admin/queues';

export interface BoardRequest {
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  readonly body: unknown;
}

export interface BoardReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Buffer;
}

/**
 * Bull Board, as a Fastify application of its own that no socket leads to: it is loaded and made when
 * somebody opens it, since it needs the queues, and routes cannot be added to a server that listens.
 */
@Injectable()
export class QueueBoard {
  private opening?: Promise<FastifyInstance>;

  constructor(
    private readonly access: QueueAccess,
    private readonly server: ServerIdentity,
    private readonly tasks: TaskQueue,
  ) {}

  async answer({ method, url, body }: BoardRequest): Promise<BoardReply> {
    const board = await this.opened();
    const payload = body === undefined || body === null ? undefined : JSON.stringify(body);
    const answer = await board.inject({
      method: method as 'GET',
      url,
      ...(payload !== undefined && { payload, headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
  }

  private opened(): Promise<FastifyInstance> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<FastifyInstance> {
    const queues = [...(await this.access.connect()).all()];
    // Of tasks there is the queue that the worker takes from; another server has one of its own.
    if (!isRunByWorker(this.server.app)) queues.push(await this.tasks.opened());
    const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/fastify'),
    ]);
    const serverAdapter = new FastifyAdapter().setBasePath(BOARD_PATH);
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue)),
      serverAdapter,
      options: { uiConfig: { boardTitle: `${this.server.title}: queues` } },
    });
    const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
    await app.register(serverAdapter.registerPlugin(), { prefix: BOARD_PATH });
    await app.ready();
    return app;
  }
}
