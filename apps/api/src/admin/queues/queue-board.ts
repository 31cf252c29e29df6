import { identity } from '@repo/config';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { LazyQueues } from './lazy-queues';

/** Where the board is served; its own addresses are made from this. */
export const BOARD_PATH = '/admin/queues';

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
 * Bull Board, as a Fastify application of its own that no socket leads to: it is loaded when
 * somebody opens it, and routes cannot be added to a server that listens.
 */
@Injectable()
export class QueueBoard {
  private loading?: Promise<FastifyInstance>;

  constructor(private readonly lazy: LazyQueues) {}

  async answer({ method, url, body }: BoardRequest): Promise<BoardReply> {
    const board = await this.loaded();
    const payload = body === undefined || body === null ? undefined : JSON.stringify(body);
    const answer = await board.inject({
      method: method as 'GET',
      url,
      ...(payload !== undefined && { payload, headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
  }

  private loaded(): Promise<FastifyInstance> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<FastifyInstance> {
    const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter }, { fastify }, queues] =
      await Promise.all([
        import('@bull-board/api'),
        import('@bull-board/api/bullMQAdapter'),
        import('@bull-board/fastify'),
        import('fastify'),
        this.lazy.get(),
      ]);
    const serverAdapter = new FastifyAdapter().setBasePath(BOARD_PATH);
    createBullBoard({
      queues: queues.all().map((queue) => new BullMQAdapter(queue)),
      serverAdapter,
      options: { uiConfig: { boardTitle: `${identity.title}: queues` } },
    });
    const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
    await app.register(serverAdapter.registerPlugin(), { prefix: BOARD_PATH });
    await app.ready();
    return app;
  }
}
