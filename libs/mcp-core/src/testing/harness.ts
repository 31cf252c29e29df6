import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client, type AuthInfo, type ClientOptions } from '@modelcontextprotocol/client';
import { ConfigModule, loadConfig, type OwnSection } from '@repo/config';
import { McpHost } from '../mcp-host';
import { McpModule } from '../mcp.module';
import type { Era } from '../protocol/revision';
import { MODERN_REVISION } from '../protocol/revision';
import { MessageConnection } from '../transports/stdio/message-connection';
import { FixedCredentials, type TestCredentials } from './fixed-credentials';
import { FaultReporter } from './fault-reporter';
import { LinkedTransport } from './linked-transport';

export interface HarnessOptions extends Pick<ModuleMetadata, 'providers' | 'imports'> {
  /** Settings as in the environment, `{ TOOL_TIMEOUT: '1s' }` for example. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The sections of configuration that the features inject. */
  readonly sections?: readonly OwnSection[];
  /**
   * What `context.credential()` gives: `{ github: 'the token of a test' }` for example. By default
   * there are none, unless a provider gives some.
   */
  readonly credentials?: TestCredentials;
  /**
   * Takes each error that a client is told nothing of but a reference, with the feature's own error as
   * its `cause`. By default it is printed; a test that expects some collects them.
   */
  readonly onFault?: (fault: Error) => void;
}

export interface HarnessClientOptions extends ClientOptions {
  /** The caller, as the tools see it in `context.auth`. */
  readonly auth?: AuthInfo;
  /** The name of the server to connect to; default: the main one. */
  readonly server?: string;
  /** Registers handlers (elicitation, sampling, …) before the client connects. */
  readonly prepare?: (client: Client) => void;
}

export interface Harness {
  /** An official SDK client of this era, connected. */
  connect(era: Era, options?: HarnessClientOptions): Promise<Client>;
  /** Any provider of the application. */
  get<T>(token: abstract new (...parameters: never[]) => T): T;
  /** Closes clients and application. */
  close(): Promise<void>;
}

/**
 * Runs feature classes in this process, without a port: the same catalog, engine and protocol as
 * in production, with a real client of either era before them.
 *
 * @example
 * ```ts
 * const harness = await createHarness({ providers: [InvoiceTools, InvoiceService] });
 * const client = await harness.connect('modern');
 * const result = await client.callTool({ name: 'find_invoice', arguments: { number: '7' } });
 * await harness.close();
 * ```
 */
export async function createHarness({
  providers = [],
  imports = [],
  environment = {},
  sections = [],
  credentials,
  onFault = (fault) => console.error(fault),
}: HarnessOptions): Promise<Harness> {
  const config = loadConfig({ ENVIRONMENT: 'test', ...environment }, { sections });
  const module: DynamicModule = {
    module: HarnessModule,
    imports: [
      ConfigModule.forRoot(config),
      McpModule.forRoot({
        serverInfo: { name: 'harness', version: '0.0.0' },
        stateSecret: 'the secret of a test, which protects nothing',
        everyClass: false,
      }),
      ...imports,
    ],
    providers: [
      { provide: FaultReporter, useValue: new FaultReporter(onFault) },
      ...(credentials === undefined ? [] : [credentialsOf(credentials)]),
      ...providers,
    ],
  };
  const app = await NestFactory.createApplicationContext(module, {
    logger: false,
    abortOnError: false,
  });
  const clients: Client[] = [];
  return {
    connect: async (era, { auth, server, prepare, ...options } = {}) => {
      const mode = era === 'legacy' ? 'legacy' : { pin: MODERN_REVISION };
      const client = new Client(
        { name: 'harness-client', version: '0.0.0' },
        { ...options, versionNegotiation: { mode } },
      );
      prepare?.(client);
      const hosted = app.get(McpHost).server(server);
      await client.connect(
        new LinkedTransport((write) => new MessageConnection(hosted, write, auth)),
      );
      clients.push(client);
      return client;
    },
    get: (token) => app.get(token),
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await app.close();
    },
  };
}

const credentialsOf = (credentials: TestCredentials) => ({
  provide: FixedCredentials,
  useValue: new FixedCredentials(credentials),
});

@Module({})
class HarnessModule {}
