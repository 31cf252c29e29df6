import { AuditTrail } from '@repo/audit/recording';
import { until } from '@repo/foundation/testing';
import { ApprovalSystem, APPROVE, PaymentTools, textIn } from './approvals.fixture';

let system: ApprovalSystem;
beforeAll(async () => {
  system = await ApprovalSystem.start();
});
afterAll(() => system.stop());

const anna = () => system.client('anna');
let payments = 0;
/** A payment that nobody else asks for. */
const start = (tool = 'pay', more = {}) => {
  payments += 1;
  return anna().start(tool, { to: `payee-${payments}`, amount: 7, ...more });
};
const paidOnce = () => PaymentTools.paid.filter((to) => to === `payee-${payments}`).length;

describe('a call that waits for another person', () => {
  it('says so, and runs when somebody has approved', async () => {
    const taskId = await start();
    const { result } = await anna().get(taskId);
    expect(result).toMatchObject({
      status: 'working',
      statusMessage: expect.stringMatching(/who has the scope payments:approve: Pay 7 to payee-/),
    });
    const decided = await system.decide(taskId, { decision: 'approve', reason: 'Fine.' });
    expect(decided).toMatchObject({ status: 200, body: { state: 'approved', decidedBy: 'boss' } });
    const ended = await anna().until(taskId, 'completed');
    expect(textIn(ended)).toBe('paid, approved by boss: Fine.');
    expect(paidOnce()).toBe(1);
  });

  it('ends without having run when somebody denies, and the model reads who and why', async () => {
    const taskId = await start();
    expect((await system.decide(taskId, { decision: 'deny' })).status).toBe(400);
    await system.decide(taskId, { decision: 'deny', reason: 'Too much.' });
    const { result } = await anna().until(taskId, 'completed');
    expect(result?.['result']).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/Denied by boss.+Their reason: Too much\./) }],
    });
    expect(paidOnce()).toBe(0);
  });

  it('ends without having run when nobody decides in time; then it is too late', async () => {
    const taskId = await start('pay_soon');
    const ended = await anna().until(taskId, 'completed');
    expect(textIn(ended)).toMatch(/Nobody decided on this in time/);
    const late = await system.decide(taskId);
    expect([late.status, late.body.detail]).toEqual([409, 'The time to decide is over.']);
    expect(paidOnce()).toBe(0);
  });

  it('is over when its caller has cancelled it', async () => {
    const taskId = await start();
    await anna().ask('tasks/cancel', { taskId });
    expect((await system.decide(taskId)).status).toBe(409);
    expect(paidOnce()).toBe(0);
  });

  it('is shown with its arguments, secrets masked, to those who may decide', async () => {
    await start();
    const taskId = await start('pay', { password: 'of the account' });
    const { body } = await system.admin('');
    const [shown] = body.items.filter((item) => item.taskId === taskId);
    expect(shown).toMatchObject({
      requestedBy: 'anna',
      isOwn: false,
      arguments: { to: `payee-${payments}`, amount: 7, password: '***' },
    });
    expect((await system.admin(`/${taskId}`)).body).toEqual(shown);
    const page = (await system.admin('?limit=1')).body as { next?: string; items: unknown[] };
    expect(page.items).toHaveLength(1);
    const rest = await system.admin(`?limit=200&cursor=${page.next}`);
    expect(rest.body.items).toHaveLength(body.items.length - 1);
  });

  it('is counted apart from work that is left', async () => {
    const open = async () => {
      const text = await (await system.api.fetch('/metrics')).text();
      const of = (status: string) =>
        Number(new RegExp(`^mcp_tasks_open\\{status="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
      return { working: of('working'), waiting: of('approval_required') };
    };
    const before = await open();
    await start();
    expect(await open()).toEqual({ ...before, waiting: before.waiting + 1 });
  });

  it('has both people in the audit trail', async () => {
    const taskId = await start();
    await system.decide(taskId, { decision: 'approve' }, { subject: 'anna' });
    await system.decide(taskId);
    await anna().until(taskId, 'completed');
    for (const api of system.replicas) {
      await api.get(AuditTrail).drain(AbortSignal.timeout(5_000));
    }
    const records = await system.database.dataSource.query<object[]>(
      `SELECT kind, name, principal, outcome, detail FROM audit_record
       WHERE request_id = $1 ORDER BY at, id`,
      [taskId],
    );
    expect(records).toEqual([
      ...[
        ['anna', 'ok', 'requested'],
        ['anna', 'refused', 'refused_own'],
        ['boss', 'ok', 'approved'],
      ].map(([principal, outcome, detail]) => ({
        ...{ kind: 'approval', name: 'pay', principal, outcome, detail },
      })),
      { kind: 'tool', name: 'pay', principal: 'anna', outcome: 'ok', detail: `task ${taskId}` },
    ]);
  });
});

describe('a decision that does not count', () => {
  const payees = () => PaymentTools.paid.length;

  it.each([
    ['of who asked for it', { subject: 'anna' }],
    ['of the same person by another client', { subject: 'anna', clientId: 'a-third-client' }],
  ])('%s', async (_what, by) => {
    const taskId = await start();
    const before = payees();
    expect((await system.decide(taskId, { decision: 'approve' }, by)).status).toBe(403);
    expect((await system.admin(`/${taskId}`)).body).toMatchObject({ state: 'pending' });
    expect(payees()).toBe(before);
  });

  it.each([
    ['of another tool', ['people:approve', 'approvals:decide'], 404],
    ['of nothing but the admin API', ['approvals:decide'], 404],
    ['of nothing but the tool', ['payments:approve'], 403],
  ])('with the scope %s', async (_what, scopes, status) => {
    const taskId = await start();
    const by = { scopes };
    expect((await system.decide(taskId, { decision: 'approve' }, by)).status).toBe(status);
    expect((await system.admin(`/${taskId}`, by)).status).toBe(status);
    const { body } = await system.admin('', by);
    expect((body.items ?? []).filter((item) => item.taskId === taskId)).toEqual([]);
  });

  it('on other arguments than those that wait', async () => {
    const [first, second] = [await start(), await start()];
    const { argumentsHash } = (await system.admin(`/${first}`)).body;
    const order = { decision: 'approve', argumentsHash };
    expect((await system.decide(second, order)).status).toBe(409);
    expect((await system.decide(first, order)).status).toBe(200);
  });

  it('beside others at the same time: exactly one does, and it runs once', async () => {
    const taskId = await start();
    const { argumentsHash } = (await system.admin(`/${taskId}`)).body;
    const by = Array.from({ length: 12 }, (_, index) => `boss-${index}`);
    const answers = await Promise.all(
      by.map((subject, index) => {
        const decision = index === 5 ? 'deny' : 'approve';
        const body = { decision, argumentsHash, reason: 'first' };
        return system.admin(`/${taskId}/decision`, { subject, body });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(409)]);
    const winner = answers.find(({ status }) => status === 200)!;
    await anna().until(taskId, 'completed');
    expect(paidOnce()).toBe(winner.body['state'] === 'approved' ? 1 : 0);
  });

  it('as the arguments were changed where they are kept', async () => {
    const taskId = await start();
    const change = `UPDATE task SET params = replace(params, 'payee', 'thief') WHERE id = $1`;
    await system.database.dataSource.query(change, [taskId]);
    expect((await system.decide(taskId)).status).toBe(200);
    const { result } = await anna().until(taskId, 'failed');
    expect(result).toMatchObject({ error: { message: expect.stringMatching(/not those/) } });
    expect(PaymentTools.paid.filter((to) => to.startsWith('thief'))).toEqual([]);
  });
});

describe('who is not known', () => {
  it('calls no tool that waits for somebody', async () => {
    const answer = await system.api.call('pay_patiently', { to: 'nobody', amount: 1 });
    expect(answer.status).toBe(401);
  });

  it('decides on nothing', async () => {
    expect((await system.api.fetch('/admin/approvals')).status).toBe(401);
    expect((await system.api.call('decide_approval', {})).status).toBe(401);
  });
});

describe('the tools of those who decide', () => {
  const namesFor = async (scopes: readonly string[]) => {
    const { result } = await system.client('boss', scopes).ask('tools/list', {});
    return (result?.['tools'] as { name: string }[]).map(({ name }) => name);
  };

  it('are offered to them alone', async () => {
    expect(await namesFor(APPROVE)).toContain('decide_approval');
    expect(await namesFor(['payments:read'])).not.toContain('list_approvals');
  });

  it('show what waits, and decide on it', async () => {
    const taskId = await start();
    const boss = system.client('boss', ['payments:approve'], system.replicas[1]);
    const call = (name: string, input: object) =>
      boss.ask('tools/call', { name, arguments: input });
    const { result } = await call('list_approvals', {});
    const { items } = result?.['structuredContent'] as { items: { taskId: string }[] };
    const { argumentsHash } = items.find((item) => item.taskId === taskId) as never;
    const order = { taskId, decision: 'approve', argumentsHash };
    const changed = await call('decide_approval', { ...order, argumentsHash: 'f'.repeat(64) });
    expect(textIn(changed)).toMatch(/arguments hash differs/);
    expect(await call('decide_approval', order)).toMatchObject({
      result: { structuredContent: { taskId, state: 'approved', decidedBy: 'boss' } },
    });
    await until(() => paidOnce() === 1);
    expect(textIn(await call('decide_approval', order))).toMatch(/decided already/);
  });
});
