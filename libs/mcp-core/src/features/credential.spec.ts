import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { elicit, file, ProtocolError, Resource, Tool, ToolError, type ToolContext } from '..';
import { createHarness, type Harness } from '../testing';

const TOKEN = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';
const AUTH = { token: '', clientId: 'program', scopes: [], extra: { subject: 'ada' } };

type Nothing = Record<string, never>;
const described = { description: 'Uses a credential.' };

@Injectable()
class Leaking {
  @Tool({ name: 'text', ...described })
  async text(_: Nothing, context: ToolContext) {
    return `It is ${await context.credential('github')}!`;
  }

  @Tool({
    name: 'value',
    ...described,
    output: z.object({ headers: z.record(z.string(), z.string()) }),
  })
  async value(_: Nothing, context: ToolContext) {
    return { headers: { authorization: `token ${await context.credential('github')}` } };
  }

  @Tool({ name: 'bytes', ...described })
  async bytes(_: Nothing, context: ToolContext) {
    const text = `curl -H "Authorization: ${await context.credential('github')}"`;
    return file(Buffer.from(text), { uri: 'file:///script', mimeType: 'text/x-sh' });
  }

  @Tool({ name: 'told', ...described })
  async told(_: Nothing, context: ToolContext) {
    throw new ToolError(`bad token ${await context.credential('github')}`);
  }

  @Tool({ name: 'refused', ...described })
  async refused(_: Nothing, context: ToolContext) {
    const data = { token: await context.credential('github') };
    throw new ProtocolError(7, `bad token ${data.token}`, { data });
  }

  @Tool({ name: 'progress', ...described })
  async progress(_: Nothing, context: ToolContext) {
    context.progress(1, 2, `with ${await context.credential('github')}`);
    return 'done';
  }

  @Tool({ name: 'asks', ...described })
  async asks(_: Nothing, context: ToolContext) {
    const message = `Is ${await context.credential('github')} right?`;
    await context.requestInput({ right: elicit({ message, schema: z.object({}) }) });
    return 'asked';
  }

  @Tool({ name: 'without', ...described })
  without() {
    return TOKEN;
  }

  @Resource({ name: 'resource', uri: 'test://it', ...described })
  async resource(_: object, context: ToolContext) {
    return { token: await context.credential('github') };
  }
}

describe.each(['modern', 'legacy'] as const)('a credential in a call of a %s client', (era) => {
  let harness: Harness;
  const seen: unknown[] = [];
  beforeAll(async () => {
    harness = await createHarness({
      providers: [Leaking],
      credentials: ({ service, context }) =>
        service === 'github' && context.auth?.extra?.['subject'] === 'ada' ? TOKEN : undefined,
    });
  });
  afterAll(() => harness.close());
  const connect = () =>
    harness.connect(era, {
      auth: AUTH,
      capabilities: { elicitation: {} },
      prepare: (client) =>
        client.setRequestHandler('elicitation/create', (request) => {
          seen.push(request);
          return Promise.resolve({ action: 'accept' as const, content: {} });
        }),
    });

  it.each(['text', 'value', 'bytes', 'told', 'refused', 'progress', 'asks'])(
    'is never told to the client: %s',
    async (name) => {
      const client = await connect();
      seen.length = 0;
      const onprogress = (progress: unknown) => void seen.push(progress);
      const answer = await client.callTool({ name }, { onprogress }).catch((error: unknown) => {
        const { message, data } = error as { message: string; data: unknown };
        return { message, data };
      });
      const told = JSON.stringify([answer, ...seen]);
      expect(told).not.toContain(TOKEN);
      expect(told).not.toContain(Buffer.from(TOKEN).toString('base64').slice(4, 40));
      if (name !== 'bytes')
        expect(told).toContain(name === 'asks' ? 'asked' : name === 'progress' ? 'done' : '***');
      if (name === 'asks') expect(told).toContain('Is *** right?');
      if (name === 'bytes') {
        const { blob } = (answer as unknown as { content: [{ resource: { blob: string } }] })
          .content[0].resource;
        expect(Buffer.from(blob, 'base64').toString('latin1')).toMatch(
          /^curl -H "Authorization: .*"$/s,
        );
      }
    },
  );

  it('is not in a resource', async () => {
    const client = await connect();
    const { contents } = await client.readResource({ uri: 'test://it' });
    expect(contents).toMatchObject([{ text: '{"token":"***"}' }]);
  });

  it('is looked for in the answers of the calls that have it, and of no others', async () => {
    const client = await connect();
    await client.callTool({ name: 'text' });
    expect(await client.callTool({ name: 'without' })).toMatchObject({
      content: [{ text: TOKEN }],
    });
  });

  it('is refused with what can be done, where this caller has none', async () => {
    const client = await harness.connect(era);
    expect(await client.callTool({ name: 'text' })).toMatchObject({
      isError: true,
      content: [{ text: 'github must be linked first.' }],
    });
  });
});

it('a host without credentials says so', async () => {
  const harness = await createHarness({ providers: [Leaking] });
  const client = await harness.connect('modern', { auth: AUTH });
  const { isError, content } = await client.callTool({ name: 'text' });
  expect([isError, content]).toEqual([
    true,
    [{ type: 'text', text: expect.stringContaining('nobody signs in here') }],
  ]);
  await harness.close();
});

it('a test gives credentials in one line', async () => {
  const harness = await createHarness({ providers: [Leaking], credentials: { github: TOKEN } });
  const client = await harness.connect('modern', { auth: AUTH });
  expect(await client.callTool({ name: 'text' })).toMatchObject({
    content: [{ text: 'It is ***!' }],
  });
  await harness.close();
});
