import { Module } from '@nestjs/common';
import type { ConnectionLimits } from '../http/connection-limits';
import type { Imports } from '../server-options';
import { ApiFeatures } from './features.fixture';
import { TestServer } from './test-server';
import { testServerOptions } from './test-server-options';

@Module({})
class NoMore {}

type Settings = [
  environment?: Record<string, string>,
  more?: Imports[number],
  limits?: Partial<ConnectionLimits>,
];

const parts = (...[environment, more = NoMore, limits]: Settings) =>
  [testServerOptions([ApiFeatures, more]), environment, limits] as const;

/** A server with the features of tests, and further ones. */
export const TestApi = {
  start: (...settings: Settings): Promise<TestApi> => TestServer.start(...parts(...settings)),
  listening: (...settings: Settings): Promise<TestApi> =>
    TestServer.listening(...parts(...settings)),
};

export type TestApi = TestServer;

/** The text of a tool's result. */
export async function textOf(answer: Response): Promise<string | undefined> {
  const { result } = (await answer.json()) as { result?: { content: { text: string }[] } };
  return result?.content[0]?.text;
}
