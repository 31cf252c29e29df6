import { RequestLimits } from '@repo/auth';
import { ProtocolError } from '@repo/mcp-core';
import { ClientAddress, HostOriginGuard } from '@repo/mcp-edge';
import { ApprovalWebhook } from '@repo/tasks';
import { Controller, Headers, HttpCode, HttpException, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { mapDecisionErrors } from './decision-errors';

/** Bytes. A decision is short. */
const MAX_BYTES = 16 * 1_024;

/** Where another service sends decisions, signed by `APPROVAL_WEBHOOK_SECRET`. */
@ApiExcludeController()
@Controller('approvals')
export class DecisionsController {
  constructor(
    private readonly webhook: ApprovalWebhook,
    private readonly guard: HostOriginGuard,
    private readonly addresses: ClientAddress,
    private readonly limits: RequestLimits,
  ) {}

  @Post('decisions')
  @HttpCode(204)
  async receive(
    @Req() { raw, signedBody }: FastifyRequest,
    @Headers() headers: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const address = this.addresses.of(raw);
    try {
      this.guard.check(raw.headers);
      await this.limits.take(undefined, address);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new HttpException(error.message, error.status, { cause: error });
    }
    const body = signedBody ?? Buffer.alloc(0);
    if (body.length > MAX_BYTES) throw new HttpException('16 KiB at most.', 413);
    await mapDecisionErrors(this.webhook.receive(headers, body, address), 422);
  }
}
