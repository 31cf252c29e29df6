import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@repo/config';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import type { ModuleMetadata } from '@nestjs/common';
import { FunctionApp } from '../function-app';
import { functionEnvironment } from '../function-environment';
import { WarmFunction } from '../warm-function';
import { EchoFeatures } from './echo.fixture';

/** That of the recorded events. */
export const HOST = 'mcp.example.com';

/** Milliseconds in which a database that is there has stored a record, on the busiest machine. */
const FLUSH_MS = 60_000;

/** The function of a test, as a platform's handler gets it. */
export class TestFunction {
  readonly log = new LogLines();
  readonly warm: WarmFunction;

  /**
   * @param environment settings as in the environment
   * @param flushMs see `FunctionParts`; short where the database is away
   */
  constructor(
    environment: Record<string, string> = {},
    more: Modules = [],
    flushMs: number = FLUSH_MS,
  ) {
    const settings = { ENVIRONMENT: 'test', LOG_LEVEL: 'debug', ALLOWED_HOSTS: HOST };
    const start = async () => {
      const config = loadConfig(functionEnvironment({ ...settings, ...environment }));
      const { level } = config.logging;
      const { secrets } = config;
      const logger = createLogger({ name: 'test', level, destination: this.log, secrets });
      const features = [EchoFeatures, ...more];
      return FunctionApp.start({ config, logger, features, flushMs });
    };
    this.warm = new WarmFunction(start, () => undefined);
  }

  async stop(): Promise<void> {
    await (await this.warm.app()).close();
  }
}

type Modules = NonNullable<ModuleMetadata['imports']>;

/** A recorded event, `function-url` for one. */
export function recorded<Event = unknown>(name: string): Event {
  const file = join(__dirname, '../../events', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Event;
}

/** An event of a Function URL that calls a tool in the modern era. */
export function callEvent(
  name: string,
  input: object = {},
  { headers = {}, id = 1 }: { headers?: Record<string, string>; id?: number } = {},
): object {
  const event = recorded<{ headers: Record<string, string>; body: string }>('function-url');
  const message = JSON.parse(event.body) as { params: object };
  const params = { ...message.params, name, arguments: input };
  return {
    ...event,
    headers: { ...event.headers, 'mcp-method': 'tools/call', 'mcp-name': name, ...headers },
    body: JSON.stringify({ ...message, id, method: 'tools/call', params }),
  };
}
