import type { Readable, Writable } from 'node:stream';
import { ConfigModule, loadConfig } from '@repo/config';
import { McpModule, McpStdio } from '@repo/mcp-core';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { version } from '../package.json';
import { RepositoryTools } from './repository.tools';

const config = loadConfig({ ENVIRONMENT: 'development', MAX_RESULT_BYTES: '4MiB' });

/** All that a server of one's own on stdio takes: the configuration, the host, and its tools. */
@Module({
  imports: [
    ConfigModule.forRoot(config),
    McpModule.forRoot({
      serverInfo: { name: 'repository', version },
      instructions: 'About the repository it runs in. Read AGENTS.md first.',
      stateSecret: randomUUID(),
    }),
  ],
  providers: [RepositoryTools],
})
class RepositoryModule {}

/** Serves one client until its input ends. */
export async function serveRepository(input: Readable, output: Writable): Promise<void> {
  // Errors go to standard error; standard output is the protocol's.
  const app = await NestFactory.createApplicationContext(RepositoryModule, { logger: ['error'] });
  await app.get(McpStdio).serve(input, output);
  await app.close();
}
