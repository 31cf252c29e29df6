import { duration } from '../formats/duration';
import { httpUrl } from '../formats/url';
import { webhookSecret } from '../formats/webhook-secret';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const approvalsVariables = {
  APPROVAL_TTL: {
    schema: duration('1m', '2160h'),
    description:
      'How long a call waits for the approval of another person, where its tool says nothing else; then it ends without having run.',
    default: '24h',
    unit: 'seconds',
  },
  APPROVAL_WEBHOOK_URL: {
    schema: httpUrl(),
    description:
      'Where each call that waits for an approval is told of, signed with `APPROVAL_WEBHOOK_SECRET` (docs/build/approvals.md). Production wants https.',
    withoutDefault: 'none: people ask the admin API or a tool what waits',
  },
  APPROVAL_WEBHOOK_SECRET: {
    schema: webhookSecret(),
    description:
      'What notices of approvals, and the decisions that come back at `/approvals/decisions`, are signed with (Standard Webhooks). Whoever has it can decide on every call that waits.',
    withoutDefault: 'none: decisions that come by webhook are refused',
    secret: 'value',
  },
} satisfies VariableTable;

/** How calls wait for the approval of another person. */
export class ApprovalsConfig extends Section {
  /** `APPROVAL_TTL` in milliseconds, default 24 h. */
  readonly ttlMs: number;
  /** `APPROVAL_WEBHOOK_URL`, default none. */
  readonly webhookUrl: string | undefined;
  readonly #webhookSecret: string | undefined;

  constructor(values: Values<typeof approvalsVariables>) {
    super();
    this.ttlMs = values.APPROVAL_TTL;
    this.webhookUrl = values.APPROVAL_WEBHOOK_URL;
    this.#webhookSecret = values.APPROVAL_WEBHOOK_SECRET;
  }

  /** `APPROVAL_WEBHOOK_SECRET`, a secret; default none. */
  get webhookSecret(): string | undefined {
    return this.#webhookSecret;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), webhookSecret: maskSecret(this.#webhookSecret, 'value') };
  }
}
