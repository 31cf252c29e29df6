import { ApprovalsConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Task } from '../storage/task-row';
import { ApprovalStore } from './approval-store';
import { approvalFacts } from './approval-view';
import { WebhookSignature } from './webhook-signature';

/** Milliseconds for one notice. */
const TIMEOUT_MS = 10_000;

/**
 * Tells the service at `APPROVAL_WEBHOOK_URL` of each call that waits. One that does not take a notice
 * (2xx) gets it again: after half a minute, then ever later up to an hour, until it is decided.
 */
@Injectable()
export class ApprovalNotices {
  private readonly logger = new Logger('Approvals');
  private readonly stopped = new AbortController();
  private readonly signature?: WebhookSignature;

  constructor(
    private readonly store: ApprovalStore,
    private readonly config: ApprovalsConfig,
    private readonly clock: Clock,
  ) {
    if (config.webhookSecret !== undefined) {
      this.signature = new WebhookSignature(config.webhookSecret);
    }
  }

  /** Sends what is due now. */
  async send(app: string): Promise<void> {
    const { webhookUrl: url } = this.config;
    const { signature } = this;
    if (url === undefined || signature === undefined) return;
    const due = await this.store.takeNotices(app);
    await Promise.all(due.map((task) => this.sendOne(task, url, signature)));
  }

  /** Those under way are given up: they come again elsewhere. */
  stop(): void {
    this.stopped.abort();
  }

  private async sendOne(task: Task, url: string, signature: WebhookSignature): Promise<void> {
    const now = this.clock.now();
    const body = JSON.stringify({
      type: 'approval.requested',
      timestamp: new Date(now).toISOString(),
      data: approvalFacts(task),
    });
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature.headers(task.id, body, now) },
        body,
        // Its answer must not lead elsewhere with what is secret of the call.
        redirect: 'manual',
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await answer.body?.cancel();
      if (answer.ok) await this.store.noticed(task.id);
      else this.logger.warn(`A notice of ${task.id} was answered with ${answer.status}`);
    } catch (error) {
      this.logger.warn(`A notice of ${task.id} was not taken: ${String(error)}`);
    }
  }
}
