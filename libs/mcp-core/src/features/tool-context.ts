import { randomUUID } from 'node:crypto';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Client } from '../protocol/client';
import { isAtLeast, LOG_LEVELS, type LogLevel } from '../protocol/log-level';
import { liveSecrets } from '@repo/config';
import { isObject } from '@repo/foundation';
import { type Params } from '../protocol/json-rpc';
import { isRequestId, type RequestId } from '../protocol/request-id';
import type { CredentialSource } from './credential-source';
import type { InputAnswers, InputRequests } from './input-request';
import { masked } from './masked';
import type { McpRequest, RequestTrace } from '../protocol/mcp-request';
import type { Approval } from '../protocol/task-run';
import { ProgressReports } from './progress-reports';
import { ToolError } from './tool.error';

/** Asks the client for input; how depends on the era. */
export interface InputSource {
  request<R extends InputRequests>(requests: R): Promise<InputAnswers<R>>;
}

/** One function a severity; messages below the client's log level are dropped. */
export type ClientLog = Record<LogLevel, (data: unknown, logger?: string) => void>;

/** What a tool, resource or prompt method knows of its call, and can do beside returning. */
export class ToolContext {
  private reports?: ProgressReports;
  private isOver = false;
  private clientLog?: ClientLog;
  private key?: string;
  private saved?: { readonly value: unknown };

  /** The engine makes it; in tests of your own use the harness of `@repo/mcp-core/testing`. */
  constructor(
    private readonly request: McpRequest,
    private readonly input: InputSource,
    private readonly readableHeaders: readonly string[],
    private readonly credentials?: CredentialSource,
  ) {}

  get requestId(): RequestId {
    return this.request.id;
  }

  get client(): Client {
    return this.request.client;
  }

  /** The verified caller; undefined for an anonymous one. */
  get auth(): AuthInfo | undefined {
    return this.request.client.auth;
  }

  /** Aborted when the client cancels or disconnects, at the time-out, and when the host stops. */
  get signal(): AbortSignal {
    return this.request.channel.cancellation.signal;
  }

  /** `_meta` as the client sent it. */
  get meta(): Params {
    const meta = this.request.params['_meta'];
    return isObject(meta) ? meta : {};
  }

  /**
   * The headers of the HTTP request that `CONTEXT_HEADERS` allows, by their names in lower case;
   * never credentials. None over stdio.
   */
  get headers(): Readonly<Record<string, string>> {
    const sent = this.request.channel.headers ?? {};
    return Object.fromEntries(
      this.readableHeaders.flatMap((name) => {
        const value = sent[name];
        return value === undefined ? [] : [[name, String(value)]];
      }),
    );
  }

  /** W3C Trace Context to hand on to what you call: of this call's span, else of the caller. */
  get traceparent(): string | undefined {
    const { trace } = this.request;
    if (trace !== undefined) return traceparentOf(trace);
    const value = this.meta['traceparent'];
    return typeof value === 'string' ? value : undefined;
  }

  /**
   * Reports progress to the client, if it asked for it. A value that is not greater
   * than the last one is left out (2026-07-28, progress), and so are values that come faster than
   * 20 a second, but for the last one. Nothing is sent once the method has returned.
   *
   * @throws {TypeError} `progress` or `total` is no finite number
   */
  progress(progress: number, total?: number, message?: string): void {
    if (!Number.isFinite(progress)) throw notFinite('progress', progress);
    if (total !== undefined && !Number.isFinite(total)) throw notFinite('total', total);
    const progressToken = this.meta['progressToken'];
    if (!isRequestId(progressToken) || this.isOver) return;
    this.reports ??= new ProgressReports((params) => this.notify('notifications/progress', params));
    this.reports.report(progress, { progressToken, progress, total, message });
  }

  /** Log messages for the person at the client; the server's own log is Nest's `Logger`. */
  get log(): ClientLog {
    this.clientLog ??= Object.fromEntries(
      LOG_LEVELS.map((level) => [
        level,
        (data: unknown, logger?: string) => this.sendLog(level, data, logger),
      ]),
    ) as ClientLog;
    return this.clientLog;
  }

  private sendLog(level: LogLevel, data: unknown, logger?: string): void {
    const minimum = this.client.logLevel;
    if (this.isOver || minimum === undefined || !isAtLeast(level, minimum)) return;
    this.notify('notifications/message', { level, logger, data: data ?? null });
  }

  /**
   * Identifies what this call does, for effects elsewhere that must happen once: a UUID, the same in
   * each run of a task. A call that is no task has a new one, as it runs once.
   */
  get idempotencyKey(): string {
    this.key ??= this.request.task?.id ?? randomUUID();
    return this.key;
  }

  /** What the last `checkpoint` kept, of an earlier run of this task as well; undefined for none. */
  get lastCheckpoint(): unknown {
    return this.saved === undefined ? this.request.task?.checkpoint : this.saved.value;
  }

  /**
   * Keeps how far the method has come. A task whose process ends runs again from its start elsewhere,
   * where `lastCheckpoint` tells what is done. Costs a statement of the database; nothing where the call
   * is no task.
   *
   * @param value of JSON, at most 64 KiB
   * @throws {Error} it could not be kept, or another process runs this task now: let it pass
   */
  async checkpoint(value: unknown): Promise<void> {
    await this.request.task?.saveCheckpoint(value);
    this.saved = { value };
  }

  /** Who approved this call, of a tool with `approval`. */
  get approval(): Approval | undefined {
    return this.request.task?.approval;
  }

  /**
   * Asks the client for input and returns its answers under the same keys.
   *
   * A modern client gets the questions as the result of its call and repeats the call with the
   * answers: **the method then runs again from its start**, and this returns at once. So do
   * nothing before it that must not be done twice, and give each question of a call its own key.
   * A legacy client is asked while the method waits.
   *
   * @throws {MissingClientCapabilityError} the client did not declare this capability
   */
  requestInput<R extends InputRequests>(requests: R): Promise<InputAnswers<R>> {
    return this.input.request(requests);
  }

  /**
   * An access token of the caller for another service, such as `github`, valid now. The person may
   * be asked first to link their account there: as with `requestInput`, the method may then run
   * again from its start.
   *
   * Nothing that is sent to the client, and no log line, shows it: `***` stands in its place.
   *
   * @param service its `id` in the file of `AUTH_PROVIDERS`
   * @param options.refused one that the service has just refused (401): another is got, or the person
   *   is asked to link again
   * @throws {ToolError} this caller has none, and what can be done about it
   */
  async credential(service: string, { refused }: { refused?: string } = {}): Promise<string> {
    if (this.credentials === undefined) {
      throw new ToolError(
        `There is no credential for ${service}: nobody signs in here. Connect over HTTP, to a server with AUTH_PROVIDERS.`,
      );
    }
    const { headers = {} } = this.request.channel;
    const token = await this.credentials.credential({
      ...{ service, refused, context: this, headers },
    });
    liveSecrets.add(token);
    this.request.holdsCredential = true;
    return token;
  }

  /**
   * Ends the event stream of a long legacy call before its result; the client resumes it
   * (SEP-1699). Nothing happens where the response is no resumable stream.
   */
  releaseStream(): void {
    this.request.channel.releaseStream?.();
  }

  private notify(method: string, params: Params): void {
    this.request.channel.notify(method, masked(this.request, params));
  }

  /** The method has ended, and so has what it can tell the client. For the engine. */
  end(): void {
    this.reports?.flush();
    this.isOver = true;
  }
}

function traceparentOf({ traceId, spanId, traceFlags }: RequestTrace): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function notFinite(name: string, found: unknown): TypeError {
  return new TypeError(
    `context.progress(): ${name} is ${String(found)}, expected a finite number.`,
  );
}
