import type { Readable, Writable } from 'node:stream';
import { McpStdio } from '@acme/mcp-core';
import { AppLogger } from '@acme/telemetry';
import { NestFactory } from '@nestjs/core';
import { AppModule, type AppParts } from './app.module';

/** Serves one client until its input ends: no port, no database. */
export async function serveStdio(
  parts: AppParts,
  input: Readable,
  output: Writable,
): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.forStdio(parts), {
    logger: AppLogger.on(parts.logger),
    abortOnError: false,
  });
  await app.get(McpStdio).serve(input, output);
  await app.close();
}
