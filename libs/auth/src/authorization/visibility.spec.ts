import {
  Completion,
  Prompt,
  RequestObserver,
  Resource,
  Scopes,
  Tool,
  type AllowPolicy,
  type ObservedRequest,
} from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuthModule } from '../auth.module';

/** Only callers of the tenant know of it, and only for small amounts. */
const forTenant: AllowPolicy = (auth, call) => {
  const claims = auth?.extra?.['claims'] as { tenant?: string } | undefined;
  if (claims?.tenant !== 'globex') return false;
  const { amount } = (call?.input ?? {}) as { amount?: number };
  return amount === undefined || amount < 100;
};

const fails: AllowPolicy = () => {
  throw new Error('the policy has a fault');
};

@Injectable()
class Invoices {
  @Tool({ name: 'open', description: 'Open.' })
  open() {
    return 'open';
  }

  @Tool({ name: 'read', description: 'Reads.', scopes: ['invoices:read'] })
  read() {
    return 'read';
  }

  @Tool({ name: 'either', description: 'Either.', anyScope: ['invoices:read', 'invoices:all'] })
  either() {
    return 'either';
  }

  @Tool({
    name: 'pay',
    description: 'Pays.',
    input: z.object({ amount: z.number() }),
    allow: forTenant,
  })
  pay() {
    return 'paid';
  }

  @Tool({ name: 'broken', description: 'Broken.', allow: fails })
  broken() {
    return 'never';
  }

  @Resource({ name: 'ledger', description: 'L.', uri: 'ledger://globex', allow: forTenant })
  ledger() {
    return 'ledger';
  }

  @Prompt({
    name: 'remind',
    description: 'Reminds.',
    arguments: z.object({ tone: z.enum(['kind', 'stern']) }),
    scopes: ['invoices:read'],
  })
  remind() {
    return 'remind';
  }

  @Prompt({
    name: 'plead',
    description: 'Pleads.',
    arguments: z.object({ who: z.string() }),
    allow: forTenant,
  })
  plead() {
    return 'plead';
  }

  @Completion({ prompt: 'plead', argument: 'who' })
  who() {
    return ['the board'];
  }
}

@Scopes('reports')
class Base {}

@Scopes('reports:yearly')
@Injectable()
class Reports extends Base {
  @Tool({ name: 'year', description: 'The year.', scopes: ['reports:money'] })
  year() {
    return 'year';
  }
}

const observed: ObservedRequest[] = [];

@Injectable()
class Observer extends RequestObserver {
  observe(request: ObservedRequest): void {
    observed.push(request);
  }
}

const callers = {
  nobody: undefined,
  reader: { token: '', clientId: 'reader', scopes: ['invoices:read'] },
  other: { token: '', clientId: 'other', scopes: ['invoices:all'] },
  tenant: { token: '', clientId: 't', scopes: [], extra: { claims: { tenant: 'globex' } } },
  boss: { token: '', clientId: 'boss', scopes: ['*'] },
  reporter: {
    token: '',
    clientId: 'reporter',
    scopes: ['reports', 'reports:yearly', 'reports:money'],
  },
};

describe.each(['modern', 'legacy'] as const)('a %s client', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({
      imports: [AuthModule],
      providers: [Invoices, Reports, Observer],
    });
  });
  afterAll(() => harness.close());
  beforeEach(() => observed.splice(0));

  const as = (who: keyof typeof callers) => harness.connect(era, { auth: callers[who] });
  const last = () => {
    const { outcome, detail } = observed.at(-1)!;
    return { outcome, detail };
  };

  it.each<[keyof typeof callers, string[]]>([
    ['nobody', ['open']],
    ['reader', ['either', 'open', 'read']],
    ['other', ['either', 'open']],
    ['tenant', ['open', 'pay']],
    ['boss', ['either', 'open', 'read', 'year']],
    ['reporter', ['open', 'year']],
  ])('that is %s finds %j in the list of tools', async (who, names) => {
    const client = await as(who);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
  });

  it('finds prompts and resources in the same way', async () => {
    const listed = async (who: keyof typeof callers) => {
      const client = await as(who);
      const { prompts } = await client.listPrompts();
      const { resources } = await client.listResources();
      return [...prompts, ...resources].map(({ name }) => name);
    };
    expect(await listed('nobody')).toEqual([]);
    expect(await listed('reader')).toEqual(['remind']);
    expect(await listed('tenant')).toEqual(['plead', 'ledger']);
  });

  it('that lacks scopes is told them, though the list did not show the feature', async () => {
    const reader = await as('reader');
    await expect(reader.callTool({ name: 'year' })).rejects.toThrow(
      'year needs the scope: reports reports:yearly reports:money',
    );
    expect(last()).toEqual({ outcome: 'refused', detail: 'scopes' });
    const tenant = await as('tenant');
    await expect(tenant.callTool({ name: 'either' })).rejects.toThrow('the scope: invoices:read');
  });

  it('that a policy keeps out is told that there is no such thing', async () => {
    const client = await as('reader');
    const same = async (hidden: Promise<unknown>, unknown: Promise<unknown>, name: string) => {
      const [one, other] = await Promise.all([hidden, unknown].map(errorOf));
      expect(JSON.stringify(one).replaceAll(name, 'NAME')).toBe(
        JSON.stringify(other).replaceAll('nothing', 'NAME'),
      );
    };
    await same(client.callTool({ name: 'pay' }), client.callTool({ name: 'nothing' }), 'pay');
    await same(client.getPrompt({ name: 'plead' }), client.getPrompt({ name: 'nothing' }), 'plead');
    await same(
      client.readResource({ uri: 'ledger://globex' }),
      client.readResource({ uri: 'nothing' }),
      'ledger://globex',
    );
    const complete = (name: string) =>
      client.complete({ ref: { type: 'ref/prompt', name }, argument: { name: 'who', value: '' } });
    await same(complete('plead'), complete('nothing'), 'plead');
    expect(observed.filter(({ detail }) => detail === 'hidden')).toHaveLength(4);
    expect(observed.every(({ outcome }) => outcome !== 'refused')).toBe(true);
  });

  it('that a policy lets see a tool may still be refused a call of it', async () => {
    const client = await as('tenant');
    const { content } = await client.callTool({ name: 'pay', arguments: { amount: 5 } });
    expect(content).toEqual([{ type: 'text', text: 'paid' }]);
    const tooMuch = client.callTool({ name: 'pay', arguments: { amount: 500 } });
    await expect(tooMuch).rejects.toThrow('You may not use pay this way.');
    expect(last()).toEqual({ outcome: 'refused', detail: 'policy' });
  });

  it('gets no suggestions for what it may not use', async () => {
    const suggest = async (who: keyof typeof callers) => {
      const client = await as(who);
      const ref = { type: 'ref/prompt' as const, name: 'remind' };
      const { completion } = await client.complete({ ref, argument: { name: 'tone', value: '' } });
      return completion.values;
    };
    expect(await suggest('reader')).toEqual(['kind', 'stern']);
    await expect(suggest('tenant')).rejects.toThrow('Unknown prompt');
  });

  it('is not told of a tool whose policy has a fault', async () => {
    const client = await as('boss');
    await expect(client.callTool({ name: 'broken' })).rejects.toThrow('Unknown tool');
  });
});

async function errorOf(act: Promise<unknown>): Promise<object> {
  const { code, message, data } = await act.then(
    () => ({ code: undefined, message: 'it passed', data: undefined }),
    (error: { code: number; message: string; data: unknown }) => error,
  );
  return { code, message, data };
}
