import { once } from 'node:events';
import {
  AuditReader,
  EXPORT_TYPES,
  exportStream,
  pageParameters,
  QueryError,
  readPageRequest,
  type ExportFormat,
  type PageRequest,
} from '@repo/audit';
import {
  BadRequestException,
  Get,
  Headers,
  Logger,
  Query,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { Clock } from '@repo/foundation';
import { parseBody } from '../scaling/parse-body';
import { auditCallers, auditEntry, auditPage, callersQuery } from './audit-views';

const DAY_MS = 86_400_000;

/** Who called what, when, and how it ended. */
@AdminController('admin/audit', 'audit')
export class AuditController {
  private readonly logger = new Logger(AuditController.name);

  constructor(
    private readonly reader: AuditReader,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute({
    scope: 'audit:read',
    summary: 'Reads the audit trail, newest first.',
    description:
      'A page of JSON, or all records that fit as NDJSON or CSV, by `format` or the `Accept` header.',
    query: pageParameters,
    answers: { 200: auditPage.describe('The records.') },
    otherForms: { 'application/x-ndjson': auditEntry, 'text/csv': z.string() },
    problems: { 400: INVALID },
  })
  async read(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = parseQuery(query);
    const format = request.format ?? acceptedFormat(accept);
    reply.headers({ 'cache-control': 'no-store', vary: 'accept' });
    try {
      if (format === 'json') reply.send(await this.reader.page(request));
      else await this.export(request, format, reply);
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  @Get('callers')
  @AdminRoute({
    scope: 'audit:read',
    summary: 'Names who called a tool, resource or prompt.',
    description: 'Those with the most calls, 50 at most; whoever was refused is left out.',
    query: callersQuery,
    answers: { 200: auditCallers.describe('The callers.') },
    problems: { 400: INVALID },
  })
  async callers(@Query() query: unknown): Promise<z.infer<typeof auditCallers>> {
    const { kind, name, days } = parseBody(callersQuery, query);
    try {
      const callers = await this.reader.callers(kind, name, this.clock.now() - days * DAY_MS);
      return { callers };
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  private unreadable(error: unknown): ServiceUnavailableException {
    this.logger.error('The audit trail cannot be read', (error as Error).stack);
    return new ServiceUnavailableException('The audit trail cannot be read now. Try again soon.');
  }

  private async export(
    request: PageRequest,
    format: ExportFormat,
    reply: FastifyReply,
  ): Promise<void> {
    const stream = exportStream(this.reader.all(request), format);
    // Before the status is sent, it must be known whether there is anything to read from.
    const readable = once(stream, 'readable');
    await readable;
    const file = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
    reply
      .type(EXPORT_TYPES[format])
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(stream);
  }
}

/** @throws {BadRequestException} naming each parameter that makes no sense */
function parseQuery(query: unknown): PageRequest {
  try {
    return readPageRequest(query);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new BadRequestException({ message: error.message, errors: error.faults });
  }
}

function acceptedFormat(accept = ''): 'json' | ExportFormat {
  if (accept.includes('application/x-ndjson')) return 'ndjson';
  return accept.includes('text/csv') ? 'csv' : 'json';
}
