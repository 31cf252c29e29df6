import { Prompt, Resource, Tool } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { AuthModule } from '../auth.module';

@Injectable()
class Invoices {
  @Tool({ name: 'open', description: 'Open to everybody.' })
  open() {
    return 'open';
  }

  @Tool({ name: 'pay', description: 'Pays.', scopes: ['invoices:read', 'invoices:pay'] })
  pay() {
    return 'paid';
  }

  @Resource({ name: 'all', description: 'All.', uri: 'invoices://all', scopes: ['invoices:read'] })
  all() {
    return 'all';
  }

  @Prompt({ name: 'remind', description: 'Reminds.', scopes: ['invoices:read'] })
  remind() {
    return 'remind';
  }
}

describe.each(['modern', 'legacy'] as const)('a feature with scopes, to a %s client', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ imports: [AuthModule], providers: [Invoices] });
  });
  afterAll(() => harness.close());

  const clientWith = (scopes?: string[]) => {
    const auth = scopes && { token: '', clientId: 'someone', scopes };
    return harness.connect(era, { auth });
  };

  it.each([[['invoices:read', 'invoices:pay', 'more']], [['*']], [['invoices:*']]])(
    'is open to a caller with %j',
    async (scopes) => {
      const client = await clientWith(scopes);
      const result = await client.callTool({ name: 'pay' });
      expect(result.content).toEqual([{ type: 'text', text: 'paid' }]);
    },
  );

  it.each([undefined, [], ['invoices:read'], ['invoice:*'], ['invoices*']])(
    'is closed to a caller with %j',
    async (scopes) => {
      const client = await clientWith(scopes);
      await expect(client.callTool({ name: 'pay' })).rejects.toThrow(
        'pay needs the scope: invoices:read invoices:pay',
      );
    },
  );

  it('is closed as a resource and as a prompt too', async () => {
    const client = await clientWith();
    await expect(client.readResource({ uri: 'invoices://all' })).rejects.toThrow('needs the scope');
    await expect(client.getPrompt({ name: 'remind' })).rejects.toThrow('needs the scope');
  });

  it('leaves those without scopes open', async () => {
    const client = await clientWith();
    expect((await client.callTool({ name: 'open' })).content).toEqual([
      { type: 'text', text: 'open' },
    ]);
  });
});
