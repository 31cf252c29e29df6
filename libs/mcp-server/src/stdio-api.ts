import type { Readable, Writable } from 'node:stream';
import { McpStdio } from '@repo/mcp-core';
import { AppLogger } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { foundation, type FoundationParts } from './foundation';
import { LateTablesModule } from './late-tables';

/** No port, and nobody to probe or scrape it. */
@Module({})
class StdioModule {}

/**
 * Serves one client until its input ends: no port, and a database when a tool asks for it.
 *
 * @param named the name of the one to serve; undefined for the main one
 * @throws {Error} there is no such server
 */
export async function serveStdio(
  parts: FoundationParts,
  input: Readable,
  output: Writable,
  named?: string,
): Promise<void> {
  const imports = [...foundation(parts, 'stdio'), LateTablesModule.forRoot(parts.server.database)];
  const module = { module: StdioModule, imports };
  const app = await NestFactory.createApplicationContext(module, {
    logger: AppLogger.on(parts.logger),
    abortOnError: false,
  });
  await app.get(McpStdio).serve(input, output, named);
  await app.close();
}
