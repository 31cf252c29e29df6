import { SeenOnce } from '@repo/auth';
import { ApprovalsConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Task } from '../storage/task-row';
import { Approvals } from './approvals';
import { decisionOrder, saysWhy } from './decision-order';
import { TOLERANCE_S, WebhookSignature } from './webhook-signature';

/** How the service that decides is named as a client. */
const CLIENT = 'approval-webhook';

/** A decision as a service sends it that has the secret. */
const message = z.object({
  type: z.literal('approval.decided'),
  data: decisionOrder.extend({
    taskId: z.string().max(128),
    decidedBy: z
      .strictObject({
        subject: z.string().min(1).max(256),
        issuer: z.string().max(256).optional(),
      })
      .describe('The person, by `sub` and `iss` of the tokens that they would have here.'),
  }),
});

/** Why a message is not followed. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    /** `closed`: there is no secret. */
    readonly code: 'closed' | 'unsigned' | 'replayed' | 'invalid',
    text: string,
  ) {
    super(text);
  }
}

/** Decisions that come as signed messages of another service. */
@Injectable()
export class ApprovalWebhook {
  private readonly signature?: WebhookSignature;

  constructor(
    private readonly approvals: Approvals,
    private readonly seen: SeenOnce,
    private readonly clock: Clock,
    { webhookSecret }: ApprovalsConfig,
  ) {
    if (webhookSecret !== undefined) this.signature = new WebhookSignature(webhookSecret);
  }

  /**
   * @param body as it was sent: its bytes are signed
   * @param address where it came from, for the audit trail
   * @throws {WebhookError}
   * @throws {DecisionError}
   * @throws {UnverifiableError} nobody can tell now whether it was sent before
   */
  async receive(
    headers: Readonly<Record<string, unknown>>,
    body: string | Buffer,
    address: string,
  ): Promise<Task> {
    if (this.signature === undefined) throw new WebhookError('closed', 'No webhook is set up.');
    const now = this.clock.now();
    if (!this.signature.isGood(headers, body, now)) {
      throw new WebhookError('unsigned', 'The signature or the time of the message is wrong.');
    }
    const { taskId, decidedBy, ...order } = parsed(body);
    const id = String(headers['webhook-id']);
    // A message signed a little ahead of this clock is good for twice the tolerance.
    if (!(await this.seen.take('webhook', id, now + 2 * TOLERANCE_S * 1_000))) {
      throw new WebhookError('replayed', 'This message came before.');
    }
    const { subject, issuer = '' } = decidedBy;
    const auth = { token: '', clientId: CLIENT, scopes: [], extra: { subject, issuer } };
    return this.approvals.decideFor(taskId, order, { era: 'modern', address, auth });
  }
}

function parsed(body: string | Buffer): z.output<typeof message>['data'] {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw new WebhookError('invalid', 'The body is no JSON.');
  }
  const { data, error } = message.safeParse(json);
  if (error !== undefined) throw new WebhookError('invalid', z.prettifyError(error));
  if (!saysWhy(data.data)) throw new WebhookError('invalid', 'data.reason: say why it is denied.');
  return data.data;
}
