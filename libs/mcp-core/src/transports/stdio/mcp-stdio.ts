import type { Readable, Writable } from 'node:stream';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { Injectable } from '@nestjs/common';
import { AuthConfig, HttpConfig, ServerConfig } from '@repo/config';
import { withTimeout } from '@repo/foundation';
import { McpHost } from '../../mcp-host';
import { checkJsonSize } from '../../protocol/json-size';
import { errorFrame } from '../../protocol/json-rpc';
import { InvalidRequestError } from '../../protocol/protocol.error';
import { LineSplitter } from './line-splitter';
import { MessageConnection } from './message-connection';

/** Serves one client on a pair of streams, one message a line. */
@Injectable()
export class McpStdio {
  constructor(
    private readonly host: McpHost,
    private readonly http: HttpConfig,
    private readonly server: ServerConfig,
    private readonly auth: AuthConfig,
  ) {}

  /**
   * Serves until the input ends. Calls that still run then may finish, for `SHUTDOWN_GRACE` at
   * most. Nothing but messages goes to the output.
   *
   * @param server the name of the one to serve; undefined for the main one
   * @throws {Error} there is no such server
   */
  async serve(input: Readable, output: Writable, server?: string): Promise<void> {
    const write = (frame: string) => {
      // No more input is read from a client that does not read its responses.
      if (output.write(`${frame}\n`) || input.isPaused()) return;
      input.pause();
      output.once('drain', () => input.resume());
    };
    const connection = new MessageConnection(this.host.server(server), write, this.caller());
    const receive = (line: string) => {
      try {
        checkJsonSize(line, this.http.maxRequestValues);
      } catch (error) {
        return write(errorFrame(undefined, error as InvalidRequestError));
      }
      connection.receive(line);
    };
    const lines = new LineSplitter(this.http.maxRequestBytes, receive, () =>
      write(errorFrame(undefined, this.tooLong())),
    );
    input.on('data', (chunk: Buffer) => lines.push(chunk));
    await new Promise((resolve) =>
      input.once('end', resolve).once('error', resolve).once('close', resolve),
    );
    lines.end();
    await withTimeout(this.server.shutdownGraceMs, connection.end(), () => undefined);
    connection.cancel();
  }

  /** Whoever starts the process may do what its settings say; no token proves it. */
  private caller(): AuthInfo | undefined {
    const { stdioScopes } = this.auth;
    if (stdioScopes.length === 0) return undefined;
    return Object.freeze({ token: '', clientId: 'local', scopes: [...stdioScopes] });
  }

  private tooLong(): InvalidRequestError {
    return new InvalidRequestError(`A message has at most ${this.http.maxRequestBytes} bytes.`);
  }
}
