import { once } from 'node:events';
import {
  AuditReader,
  EXPORT_TYPES,
  exportStream,
  QueryError,
  readPageRequest,
  type ExportFormat,
  type PageRequest,
} from '@repo/audit';
import {
  BadRequestException,
  Controller,
  Get,
  Headers,
  Logger,
  Query,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminAccess, AdminScope } from '../admin-access.guard';

/** Who called what, when, and how it ended. */
@Controller('admin/audit')
@AdminScope('audit:read')
@UseGuards(AdminAccess)
export class AuditController {
  private readonly logger = new Logger(AuditController.name);

  constructor(private readonly reader: AuditReader) {}

  /** A page of JSON; all records as a stream where the query or `Accept` asks for NDJSON or CSV. */
  @Get()
  async read(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = understood(query);
    const format = request.format ?? acceptedFormat(accept);
    reply.headers({ 'cache-control': 'no-store', vary: 'accept' });
    try {
      if (format === 'json') reply.send(await this.reader.page(request));
      else await this.export(request, format, reply);
    } catch (error) {
      this.logger.error('The audit trail cannot be read', (error as Error).stack);
      throw new ServiceUnavailableException('The audit trail cannot be read now. Try again soon.');
    }
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
function understood(query: unknown): PageRequest {
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
