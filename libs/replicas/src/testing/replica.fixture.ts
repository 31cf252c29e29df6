import { Module, type Type } from '@nestjs/common';
import { ChangeBus, McpModule, McpNotifier } from '@repo/mcp-core';
import { eventually } from '@repo/foundation/testing';
import { httpHost, type ReceivedReply } from '@repo/mcp-core/testing';
import { loadConfig, RedisConfig } from '@repo/config';
import { RedisModule, REDIS, type RedisConnection } from '@repo/redis';
import { Keys } from '../keys';
import { ReplicasModule } from '../replicas.module';
import { Features } from './features.fixture';

type Message = Record<string, unknown>;

/** The name of the server that all replicas are of where a test names none. */
const SERVER = 'replicated';

/** A server beside the main one, with the same features. */
@Module({ imports: [McpModule.forFeature({ server: 'second' })], providers: [Features] })
class SecondServer {
  constructor(readonly notifier: McpNotifier) {}
}

/** One of several hosts in this process that share a Redis and nothing else. */
export type Replica = Awaited<ReturnType<typeof httpHost>> & {
  readonly notifier: McpNotifier;
  /** Of the second server. */
  readonly secondNotifier: McpNotifier;
  readonly redis: RedisConnection;
  close(): Promise<void>;
};

export async function startReplica(
  url: string,
  environment: Record<string, string> = {},
  more: Type[] = [],
  server = SERVER,
): Promise<Replica> {
  const settings = { REDIS_URL: url, MCP_SESSIONS: 'auto', ...environment };
  const imports = [
    RedisModule.forRoot(loadConfig(settings).redis),
    ReplicasModule.forServer(server),
    SecondServer,
    ...more,
  ];
  const http = await httpHost([Features], settings, imports);
  return Object.assign(http, {
    // By its token Nest may find that of the second server.
    notifier: new McpNotifier(http.harness.get(ChangeBus)),
    secondNotifier: http.harness.get(SecondServer).notifier,
    redis: http.harness.get<RedisConnection>(REDIS as never),
    close: () => http.harness.close(),
  });
}

/** Starts several that share this Redis. */
export function startReplicas(url: string, count: number): Promise<Replica[]> {
  return Promise.all(Array.from({ length: count }, () => startReplica(url)));
}

/** Where a replica keeps what it shares. */
export function keysOf({ harness }: Replica): Keys {
  return new Keys(harness.get(RedisConfig).prefix, SERVER);
}

/** Resolves when all that share the Redis of this one receive its messages. */
export async function allListen(replica: Replica, count: number): Promise<void> {
  await eventually(async () => {
    const { allChannel } = keysOf(replica);
    expect(await replica.redis.call('PUBSUB', 'NUMSUB', allChannel)).toEqual([allChannel, count]);
  });
}

export async function closeAll(replicas: readonly Replica[]): Promise<void> {
  await Promise.all(replicas.map((replica) => replica.close()));
}

export function call(id: number | string, name: string, input: object = {}) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: input } };
}

export function textOf(message: Message | undefined): string | undefined {
  return (message?.['result'] as { content: { text: string }[] }).content[0]?.text;
}

export function auth(clientId: string) {
  return { token: '', clientId, scopes: [] };
}

/** What comes over a stream, one message after the other. */
export class Events {
  readonly messages: Message[] = [];
  readonly ids: string[] = [];
  ended = false;
  private text = '';

  constructor(private readonly reply: ReceivedReply) {
    reply.stream?.on('data', (chunk: Buffer) => this.take(String(chunk)));
    reply.stream?.once('close', () => (this.ended = true));
  }

  get lastId(): string {
    return this.ids.at(-1) ?? '';
  }

  get methods(): unknown[] {
    return this.messages.map(({ method }) => method);
  }

  /** What a client does whose connection breaks. */
  disconnect(): void {
    this.reply.disconnect();
  }

  private take(chunk: string): void {
    const events = (this.text + chunk).split('\n\n');
    this.text = events.pop() ?? '';
    for (const event of events) {
      const id = /^id: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (id !== undefined) this.ids.push(id);
      if (data) this.messages.push(JSON.parse(data) as Message);
    }
  }
}
