import {
  AppLogger,
  FAULT_SINK,
  type FaultSink,
  flushTracing,
  requestIdOf,
  withRequestId,
} from '@repo/telemetry';
import { IssuerRegistry } from '@repo/auth';
import type { HttpReply } from '@repo/mcp-core';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { FunctionEdgeRequest } from './function-edge-request';
import type { FunctionReply, FunctionRequest } from './function-request';
import { FunctionModule, type FunctionParts } from './function.module';
import { Router } from './router';
import { storedClients, type Flush, type StoredClients } from './stored-clients';

/** See `FunctionParts.flushMs`. */
const FLUSH_MS = 2_000;

/** The features as a function: no port, no server, nothing that goes on between two requests. */
export class FunctionApp {
  private readonly router: Router;

  private constructor(
    private readonly context: INestApplicationContext,
    private readonly flushes: readonly Flush[],
    clients: StoredClients | undefined,
    private readonly flushMs = FLUSH_MS,
  ) {
    this.router = new Router(context, clients?.tokens);
  }

  /** @throws what is wrong with a module, a feature or a setting */
  static async start(parts: FunctionParts): Promise<FunctionApp> {
    const { config, logger } = parts;
    const context = await NestFactory.createApplicationContext(
      await FunctionModule.forRoot(parts),
      { logger: AppLogger.on(logger), abortOnError: false },
    );
    for (const warning of config.warnings) logger.warn(warning);
    context.get(IssuerRegistry, { strict: false }).warmUp();
    const clients = await storedClients(context, config.database.url);
    const audit = await flushOf(context, config.audit.mode);
    const spans = config.telemetry.tracing ? flushTracing : undefined;
    const faults = faultsOf(context, config.telemetry.sentryDsn);
    const flushes = [clients?.flush, audit, spans, faults].filter((flush) => flush !== undefined);
    return new FunctionApp(context, flushes, clients, parts.flushMs);
  }

  /**
   * Answers a request. What is recorded of it is stored when this resolves, since the process may be
   * frozen right after; of a stream it is by `flush`, when the stream has ended.
   */
  async answer(request: FunctionRequest): Promise<FunctionReply> {
    const edgeRequest = new FunctionEdgeRequest(request);
    const reply = await this.withId(edgeRequest, () => this.router.answer(edgeRequest));
    const { body } = reply;
    const disconnect = () => edgeRequest.end();
    if (body instanceof Readable) {
      body.once('close', disconnect);
      if (request.canStream) return { ...reply, body, disconnect };
    }
    const text = body instanceof Readable ? await collected(body) : body?.toString();
    edgeRequest.end();
    await this.flush();
    return { ...reply, body: text, disconnect };
  }

  /** Stores what was noted of calls, as far as the database takes it. */
  async flush(): Promise<void> {
    if (this.flushes.length === 0) return;
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), this.flushMs);
    const flushing = this.flushes.map((flush) => flush(giveUp.signal));
    await Promise.all(flushing).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private withId(
    { headers }: FunctionEdgeRequest,
    work: () => Promise<HttpReply>,
  ): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      withRequestId(requestIdOf(headers), () => void work().then(resolve, reject));
    });
  }
}

/** A stream in one piece, for platforms that know no streams: its client gets all events at the end. */
async function collected(events: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of events) chunks.push(Buffer.from(chunk as Buffer | string));
  return Buffer.concat(chunks).toString('utf8');
}

/** The class of the trail is loaded only where there is audit. */
async function flushOf(
  context: INestApplicationContext,
  audit: string,
): Promise<Flush | undefined> {
  if (audit === 'off') return undefined;
  const { AuditTrail } = await import('@repo/audit/recording');
  const trail = context.get(AuditTrail, { strict: false });
  return (giveUp) => trail.drain(giveUp);
}

function faultsOf(context: INestApplicationContext, dsn: string | undefined): Flush | undefined {
  if (dsn === undefined) return undefined;
  const sink = context.get<FaultSink>(FAULT_SINK, { strict: false });
  return async (giveUp) => {
    await Promise.race([sink.flush(), once(giveUp, 'abort')]);
  };
}
