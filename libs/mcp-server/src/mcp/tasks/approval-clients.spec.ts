import { ApprovalSystem, PaymentTools, textIn } from './approvals.fixture';

let system: ApprovalSystem;
beforeAll(async () => {
  system = await ApprovalSystem.start();
});
afterAll(() => system.stop());

/** A call of a client that knows no tasks. */
const call = (name: string, to: string, replica = 0) =>
  system
    .client('anna', [], system.replicas[replica])
    .ask('tools/call', { name, arguments: { to, amount: 7 } }, { capabilities: {} });

const waiting = async (to: string) => {
  const { body } = await system.admin('?limit=200');
  return body.items.filter((item) => (item['arguments'] as { to: string }).to === to);
};
const paid = (to: string) => PaymentTools.paid.filter((one) => one === to).length;

describe('a client without tasks', () => {
  it('is refused where the tool does not say that it may wait', async () => {
    expect((await call('pay', 'x')).error?.code).toBe(-32021);
    expect(await waiting('x')).toEqual([]);
  });

  it('waits, and goes on with the same arguments, on whatever replica', async () => {
    const first = await call('pay_patiently', 'joiner');
    const [one] = await waiting('joiner');
    expect(first.result?.['isError']).toBe(true);
    expect(textIn(first)).toMatch(new RegExp(`Nobody has decided.+task ${one!.taskId}, until`));

    const second = call('pay_patiently', 'joiner', 1);
    await system.decide(one!.taskId);
    expect(textIn(await second)).toMatch(/^paid, approved by boss/);
    expect(paid('joiner')).toBe(1);

    await call('pay_patiently', 'joiner');
    expect((await waiting('joiner')).map(({ taskId }) => taskId)).not.toContain(one!.taskId);
    expect(paid('joiner')).toBe(1);
  });

  it('gets what came of it while nobody waited, once', async () => {
    await call('pay_patiently', 'absent');
    const [one] = await waiting('absent');
    await system.decide(one!.taskId, { decision: 'deny', reason: 'Not now.' });
    expect(textIn(await call('pay_patiently', 'absent'))).toMatch(/Denied by boss.+Not now/);
    expect(textIn(await call('pay_patiently', 'absent'))).toMatch(/Nobody has decided/);
    expect(await waiting('absent')).toHaveLength(1);
  });

  it('begins one task, however many calls come at the same time', async () => {
    const calls = Array.from({ length: 12 }, (_, index) =>
      call('pay_patiently', 'impatient', index % 2),
    );
    const texts = (await Promise.all(calls)).map(textIn);
    const found = await waiting('impatient');
    expect(found).toHaveLength(1);
    expect(new Set(texts.map((text) => /task (\S+),/.exec(text!)?.[1]))).toEqual(
      new Set([found[0]!.taskId]),
    );
  });

  it('of the legacy era waits as well', async () => {
    const { api } = system;
    const token = api.sign({ clientId: 'old', subject: 'anna', scopes: [], lifetime: 900 });
    const authorization = `Bearer ${token}`;
    const session = await api.initialize({ authorization });
    const answer = await api.fetch('/mcp', {
      method: 'POST',
      headers: {
        authorization,
        'mcp-session-id': session,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2025-11-25',
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: 'pay_patiently', arguments: { to: 'legacy', amount: 1 } },
      }),
    });
    expect(await answer.text()).toMatch(/Nobody has decided on this yet/);
    expect(paid('legacy')).toBe(0);
  });
});
