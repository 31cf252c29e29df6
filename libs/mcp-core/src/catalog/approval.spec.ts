import { Injectable } from '@nestjs/common';
import { createHarness } from '../testing';
import { Tool } from './feature.decorators';
import { toolFeature } from './tool.feature';

@Injectable()
class PaymentTools {
  @Tool({ name: 'pay', description: 'Pays.', approval: { scope: 'pay:approve', reason: 'Pay?' } })
  pay() {
    return 'paid';
  }
}

const made = (options: object) =>
  toolFeature({ name: 'pay', description: 'Pays.', ...options }, () => undefined, 'Payments.pay');
const approval = { scope: 'pay:approve', reason: 'Pay?' };

describe('a tool with an approval', () => {
  it.each(['modern', 'legacy'] as const)(
    'never runs where there are no tasks, for a %s client',
    async (era) => {
      const harness = await createHarness({ providers: [PaymentTools] });
      const client = await harness.connect(era, {
        auth: { token: '', clientId: 'anna', scopes: ['*'] },
      });
      await expect(client.callTool({ name: 'pay' })).rejects.toThrow('approval of another person');
      await harness.close();
    },
  );

  it('has tasks, for clients with them unless it says more', () => {
    expect(made({ approval }).task?.isRequired).toBe(true);
    expect(made({ approval, task: 'optional' }).task?.isRequired).toBe(false);
    expect(made({}).task).toBeUndefined();
  });

  it('says what is to be decided, by its arguments', () => {
    const reason = ({ to }: { to: string }) => `Pay ${to}?`;
    const tool = made({ approval: { ...approval, reason } });
    expect(tool.approval?.reasonFor({ to: 'bob' })).toBe('Pay bob?');
  });

  it.each([
    [{ approval, task: 'forbidden' }, 'may be no tasks'],
    [{ approval: { ...approval, scope: 'a b' } }, 'is no scope'],
    [{ approval: { ...approval, reason: '' } }, 'approval.reason'],
    [{ approval: { ...approval, expiresMs: 0 } }, 'approval.expiresMs'],
  ])('stops the start: %j', (options, text) => {
    expect(() => made(options)).toThrow(text);
  });
});
