import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event on its way through the function, and what becomes of it. */
interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly answered: (response: IncomingMessage) => void;
  readonly failed: (error: Error) => void;
}

const ANSWER = /\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/** What an invocation may take, as the function is told. */
const TIMEOUT_MS = 30_000;

/**
 * The Runtime API of AWS Lambda, as far as its Node runtime uses it: one invocation at a time, with
 * whole and with streamed responses.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  private readonly waiting: Invocation[] = [];
  private readonly running = new Map<string, Invocation>();
  private idle?: ServerResponse;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RuntimeApi> {
    const server = createServer((request, response) => api.serve(request, response));
    const api = new RuntimeApi(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  /** For `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * Has the function handle an event.
   *
   * @returns its response as it comes; of a streamed one the body begins with the prelude
   * @throws {Error} what the function threw
   */
  invoke(event: unknown): Promise<IncomingMessage> {
    return new Promise((answered, failed) => {
      this.waiting.push({ id: randomUUID(), event, answered, failed });
      this.handOut();
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const [, id, what] = ANSWER.exec(request.url ?? '') ?? [];
    const invocation = this.running.get(id ?? '');
    if (request.url?.endsWith('/runtime/invocation/next')) {
      this.idle = response;
      this.handOut();
    } else if (invocation !== undefined && what === 'response') {
      this.running.delete(invocation.id);
      request.once('end', () => response.writeHead(202).end());
      invocation.answered(request);
    } else {
      void this.fail(invocation, request, response);
    }
  }

  private async fail(
    invocation: Invocation | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    response.writeHead(202).end();
    const failed = invocation === undefined ? this.waiting.splice(0) : [invocation];
    for (const { id, failed: tell } of failed) {
      this.running.delete(id);
      tell(new Error(text));
    }
  }

  private handOut(): void {
    const { idle } = this;
    const invocation = idle && this.waiting.shift();
    if (idle === undefined || invocation === undefined) return;
    this.idle = undefined;
    this.running.set(invocation.id, invocation);
    idle.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + TIMEOUT_MS),
      'lambda-runtime-invoked-function-arn':
        'arn:aws:lambda:eu-central-1:000000000000:function:mcp',
    });
    idle.end(JSON.stringify(invocation.event));
  }
}
