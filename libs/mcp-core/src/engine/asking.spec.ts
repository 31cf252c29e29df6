import { Catch, Injectable, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { z } from 'zod';
import { elicit, Prompt, Tool, type ToolContext } from '..';
import { createHarness, type Harness } from '../testing';

type NoArguments = Record<string, never>;

const described = { description: 'Asks.' };
const Name = z.object({ name: z.string() });
const ask = (key: string) => ({ [key]: elicit({ message: `${key}?`, schema: Name }) });

@Catch()
class Swallow implements ExceptionFilter {
  catch() {
    return 'swallowed';
  }
}

@Injectable()
class Asking {
  @Tool({ name: 'caught', ...described })
  async caught(_: NoArguments, context: ToolContext) {
    try {
      const { name } = await context.requestInput(ask('name'));
      return `Hello, ${name?.content?.name}.`;
    } catch {
      return 'swallowed';
    }
  }

  @Tool({ name: 'rethrown', ...described })
  async rethrown(_: NoArguments, context: ToolContext) {
    try {
      const { name } = await context.requestInput(ask('name'));
      return `Hello, ${name?.content?.name}.`;
    } catch (cause) {
      throw new Error('could not ask', { cause });
    }
  }

  @Tool({ name: 'filtered', ...described })
  @UseFilters(Swallow)
  async filtered(_: NoArguments, context: ToolContext) {
    const { name } = await context.requestInput(ask('name'));
    return `Hello, ${name?.content?.name}.`;
  }

  @Tool({ name: 'at_once', ...described })
  async atOnce(_: NoArguments, context: ToolContext) {
    const answers = await Promise.all([
      context.requestInput(ask('name')),
      context.requestInput(ask('other')),
    ]);
    return answers.map((answer) => Object.values(answer)[0]?.content?.name).join(' and ');
  }

  @Prompt({ name: 'prompt', ...described })
  async prompt(_: NoArguments, context: ToolContext) {
    return await context.requestInput(ask('name')).then(
      ({ name }) => `Hello, ${name?.content?.name}.`,
      () => 'swallowed',
    );
  }
}

describe.each(['modern', 'legacy'] as const)('a method that asks a %s client', (era) => {
  let harness: Harness;
  const connect = (asked: string[] = []) =>
    harness.connect(era, {
      capabilities: { elicitation: {} },
      prepare: (client) =>
        client.setRequestHandler('elicitation/create', async ({ params }) => {
          asked.push(params.message);
          return { action: 'accept', content: { name: 'Ada' } };
        }),
    });
  beforeAll(async () => {
    harness = await createHarness({ providers: [Asking] });
  });
  afterAll(() => harness.close());

  it.each(['caught', 'rethrown', 'filtered'])(
    'gets its answer where the ask is %s',
    async (name) => {
      const client = await connect();
      expect(await client.callTool({ name })).toMatchObject({ content: [{ text: 'Hello, Ada.' }] });
    },
  );

  it('gets it as a prompt that has caught the ask', async () => {
    const client = await connect();
    const { messages } = await client.getPrompt({ name: 'prompt' });
    expect(messages).toMatchObject([{ content: { text: 'Hello, Ada.' } }]);
  });

  it('asks all at once what it asks at once', async () => {
    const asked: string[] = [];
    const client = await connect(asked);
    const result = await client.callTool({ name: 'at_once' });
    expect(result).toMatchObject({ content: [{ text: 'Ada and Ada' }] });
    expect(asked.sort()).toEqual(['name?', 'other?']);
  });
});
