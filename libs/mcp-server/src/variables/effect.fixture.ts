import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FakeIdentityProvider } from '@repo/auth/testing';
import { loadConfig } from '@repo/config';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { freePort } from '@repo/foundation/testing';
import { Tool, ToolContext } from '@repo/mcp-core';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { RedisServer } from '@repo/redis/testing';
import { Injectable, Module } from '@nestjs/common';
import { ApiProcess } from '../cluster/api-process.fixture';
import { databaseFeatures } from '../database-features';
import { TestApi } from '../testing/api.fixture';
import { ApiFeatures } from '../testing/features.fixture';
import { TaskTools } from './task-tools.fixture';
import { callsOnStdio } from '../testing/stdio.fixture';

export type Environment = Readonly<Record<string, string>>;

export interface Effect {
  /** What is seen without it. */
  readonly before: unknown;
  /** Its value. */
  readonly set: string | (() => string);
  /** What is seen then. */
  readonly after: unknown;
  /** What is set in both. */
  readonly with?: () => Environment;
  readonly see: (environment: Environment) => Promise<unknown>;
}

export type Effects = Readonly<Record<string, Effect>>;

export const SECRET = 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh';
export const PUBLIC_URL = 'https://mcp.example.com';

@Injectable()
class SeenTools {
  @Tool({ name: 'caller', description: 'Tells who calls.' })
  caller(_input: object, { auth }: ToolContext) {
    return { client: auth?.clientId, subject: auth?.extra?.['subject'], scopes: auth?.scopes };
  }

  @Tool({ name: 'slow', description: 'Takes a while.' })
  async slow() {
    await pause(300);
    return 'done';
  }

  @Tool({ name: 'tenant', description: 'Tells a header of the request.' })
  tenant(_input: object, { headers }: ToolContext) {
    return headers['x-tenant'] ?? 'unseen';
  }

  @Tool({ name: 'fail', description: 'Has a fault.' })
  fail(): string {
    throw new Error('a fault');
  }
}

@Module({ providers: [SeenTools, TaskTools] })
export class SeenModule {}

/** What variables point to, from `setUp` on. */
export let database: TestDatabase;
export let provider: FakeIdentityProvider;
/** A free one. */
export let port: number;
export let folder: string;
export const redis = new RedisServer();

export async function setUp(): Promise<void> {
  database = await withTestDatabase({ features: databaseFeatures });
  provider = await FakeIdentityProvider.start();
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'variables-'));
  await redis.start();
}

export async function tearDown(): Promise<void> {
  await provider.stop();
  await redis.remove();
  await database.drop();
  rmSync(folder, { recursive: true });
}

/** What a running api shows. */
export function onApi(look: (api: TestApi) => Promise<unknown>): Effect['see'] {
  return async (environment) => {
    const api = await TestApi.start(environment, SeenModule);
    try {
      return await look(api);
    } finally {
      await api.stop();
    }
  };
}

/** What an api shows that is a process of its own. */
export function onProcess(look: (api: ApiProcess) => Promise<unknown>): Effect['see'] {
  return async (environment) => {
    const api = await ApiProcess.start({ DATABASE_URL: database.url, ...environment });
    try {
      return await look(api);
    } finally {
      await api.stop();
    }
  };
}

/** What a tool answers on stdio. */
export const onStdio =
  (tool: string): Effect['see'] =>
  async (environment) =>
    (await callsOnStdio([tool], environment, [ApiFeatures]))[0];

export const status = async (answer: Promise<Response>) => (await answer).status;
export const statusOf = (path: string, request?: RequestInit) =>
  onApi((api) => status(api.fetch(path, request)));
export const callStatus = (
  name = 'whoami',
  input: object = {},
  headers: Record<string, string> = {},
) => onApi((api) => status(api.call(name, input, { headers })));
export async function onRedis<T>(ask: (connection: RedisConnection) => Promise<T>): Promise<T> {
  const connection = openRedis(loadConfig({ REDIS_URL: redis.url }).redis, {
    enableOfflineQueue: true,
  });
  try {
    return await ask(connection);
  } finally {
    await closeRedis(connection);
  }
}

const startOf = onApi(() => Promise.resolve('starts'));
export const starts: Effect['see'] = (environment) =>
  startOf(environment).catch(() => 'is refused');

export const production = () => ({
  ENVIRONMENT: 'production',
  JWT_SECRET: SECRET,
  PUBLIC_URL,
  DATABASE_URL: database.url,
});
