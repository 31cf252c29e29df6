import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { databaseFeatures } from '../../database-features';
import { TestApi } from '../../testing/api.fixture';
import { TaskClient, type Answer } from './task-client.fixture';

const Payment = z.object({ to: z.string(), amount: z.number(), password: z.string().optional() });
type Payment = z.infer<typeof Payment>;

const approval = {
  scope: 'payments:approve',
  reason: ({ to, amount }: Payment) => `Pay ${amount} to ${to}?`,
};

/** Tools whose calls wait for another person. */
@Injectable()
export class PaymentTools {
  /** What was paid, by all replicas of this process. */
  static readonly paid: string[] = [];

  @Tool({ name: 'pay', description: 'Pays.', input: Payment, approval })
  pay(payment: Payment, context: ToolContext) {
    return this.transfer(payment, context);
  }

  @Tool({
    name: 'pay_patiently',
    description: 'Pays, for clients without tasks as well.',
    input: Payment,
    approval,
    task: 'optional',
    timeoutMs: 1_500,
  })
  payPatiently(payment: Payment, context: ToolContext) {
    return this.transfer(payment, context);
  }

  @Tool({
    name: 'pay_soon',
    description: 'Pays, if somebody decides at once.',
    input: Payment,
    approval: { ...approval, expiresMs: 1 },
  })
  paySoon(payment: Payment, context: ToolContext) {
    return this.transfer(payment, context);
  }

  @Tool({
    name: 'hire',
    description: 'Hires.',
    approval: { scope: 'people:approve', reason: 'Hire somebody?' },
  })
  hire() {
    return 'hired';
  }

  private transfer({ to }: Payment, { approval: given }: ToolContext): string {
    PaymentTools.paid.push(to);
    return `paid, approved by ${given?.by}: ${given?.reason}`;
  }
}

@Module({ providers: [PaymentTools] })
export class PaymentModule {}

/** What waits, as somebody sees it who decides. */
export interface Waiting {
  readonly taskId: string;
  readonly argumentsHash: string;
  readonly [field: string]: unknown;
}

export const APPROVE = ['payments:approve', 'approvals:decide'];

/** Replicas on one database, each with the tools above. */
export class ApprovalSystem {
  private constructor(
    readonly database: TestDatabase,
    readonly replicas: readonly TestApi[],
  ) {}

  static async start(
    environment: Record<string, string> = {},
    replicas = 2,
  ): Promise<ApprovalSystem> {
    const database = await withTestDatabase({ features: databaseFeatures });
    const settings = {
      DATABASE_URL: database.url,
      API_KEY: 'the-key-of-this-test',
      JWT_SECRET: 'a secret that all replicas of this test share, long enough',
      // Its address is another one for each replica.
      JWT_AUDIENCE: 'https://mcp.example.com',
      PUBLIC_URL: 'https://mcp.example.com',
      ALLOWED_HOSTS: '127.0.0.1',
      ...environment,
    };
    const apis: TestApi[] = [];
    for (let count = 0; count < replicas; count += 1) {
      apis.push(await TestApi.start(settings, PaymentModule));
    }
    return new ApprovalSystem(database, apis);
  }

  get api(): TestApi {
    return this.replicas[0]!;
  }

  client(subject: string, scopes: readonly string[] = [], api = this.api): TaskClient {
    return new TaskClient(api, subject, scopes);
  }

  /** Asks the admin API of the last replica. */
  async admin(
    path: string,
    { subject = 'boss', scopes = APPROVE, clientId = 'console', body }: AdminRequest = {},
  ): Promise<{ status: number; body: Waiting & { items: Waiting[]; detail?: string } }> {
    const api = this.replicas.at(-1)!;
    const token = api.sign({ clientId, subject, scopes, lifetime: 900 });
    const answer = await api.fetch(`/admin/approvals${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as never };
  }

  /** Decides on what waits, as it is shown. */
  async decide(taskId: string, order: object = { decision: 'approve' }, by: AdminRequest = {}) {
    const { body } = await this.admin(`/${taskId}`);
    const { argumentsHash } = body;
    return this.admin(`/${taskId}/decision`, { ...by, body: { argumentsHash, ...order } });
  }

  async stop(): Promise<void> {
    for (const api of this.replicas) await api.stop();
    await this.database.drop();
  }
}

interface AdminRequest {
  readonly subject?: string;
  readonly scopes?: string[];
  readonly clientId?: string;
  readonly body?: object;
}

/** The text of a result, or of that of a task. */
export function textIn({ result }: Answer): string | undefined {
  const ofTask = result?.['result'] as { content: unknown } | undefined;
  const content = (ofTask?.content ?? result?.['content']) as { text: string }[] | undefined;
  return content?.[0]?.text;
}
