import { until } from '@repo/foundation/testing';
import type { TestApi } from '../testing/api.fixture';
import { CALL_HEADERS, modernMessage } from '../testing/call-message';
import { onApi, type Effects } from './effect.fixture';

interface Told {
  readonly result?: {
    readonly taskId?: string;
    readonly status?: string;
    readonly ttlMs?: number;
    readonly result?: { readonly isError?: boolean; readonly content: { text: string }[] };
  };
  readonly error?: { readonly message: string };
}

const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

/** What a client with tasks is told. */
async function ask(api: TestApi, method: string, params: Record<string, unknown>): Promise<Told> {
  const headers = { 'mcp-method': method, 'mcp-name': String(params['name'] ?? params['taskId']) };
  const answer = await api.fetch('/mcp', {
    method: 'POST',
    headers: { ...CALL_HEADERS, ...headers },
    body: JSON.stringify(modernMessage(method, params, TASKS)),
  });
  return (await answer.json()) as Told;
}

const start = (api: TestApi, name: string) => ask(api, 'tools/call', { name, arguments: {} });

async function end(api: TestApi, { result }: Told): Promise<Told> {
  let told: Told = {};
  await until(async () => {
    told = await ask(api, 'tasks/get', { taskId: result?.taskId });
    return told.result?.status !== 'working';
  });
  return told;
}

const textOf = ({ result }: Told) => result?.result?.content[0]?.text;

export const tasksEffects = {
  TASK_CONCURRENCY: {
    before: 'met',
    set: '1',
    after: 'alone',
    see: onApi(async (api) => {
      const first = await start(api, 'meet_later');
      await start(api, 'meet_later');
      return textOf(await end(api, first));
    }),
  },
  TASK_TIMEOUT: {
    before: 'done',
    set: '1s',
    after: 'No result within 1 s; the call was stopped.',
    see: onApi(async (api) => textOf(await end(api, await start(api, 'later')))),
  },
  TASK_TTL: {
    before: 86_400_000,
    set: '1m',
    after: 60_000,
    see: onApi(async (api) => (await start(api, 'later')).result?.ttlMs),
  },
  TASK_TRIES: {
    before: 3,
    set: '1',
    after: 1,
    see: onApi(async (api) => {
      await end(api, await start(api, 'fail_later'));
      return api.log.messages.filter((line) => /fail_later failed/.test(String(line))).length;
    }),
  },
  MAX_TASKS_PER_CALLER: {
    before: undefined,
    set: '1',
    after: 'Too many tasks are open',
    see: onApi(async (api) => {
      await start(api, 'later');
      return (await start(api, 'later')).error?.message.slice(0, 23);
    }),
  },
} satisfies Effects;
