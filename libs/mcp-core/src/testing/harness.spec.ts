import { inspect } from 'node:util';
import {
  Injectable,
  type CanActivate,
  type ExecutionContext,
  UseGuards,
  Scope,
  Inject,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { z } from 'zod';
import {
  Completion,
  elicit,
  McpNotifier,
  Prompt,
  Resource,
  Tool,
  ToolContext,
  ToolError,
} from '..';
import { createHarness, type Harness } from '.';

@Injectable()
class Greetings {
  greet(name: string): string {
    return `Hello, ${name}!`;
  }
}

class NobodyPasses implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.getType<string>() !== 'mcp';
  }
}

const Confirmation = z.object({ sure: z.boolean() });

@Injectable()
class SampleFeatures {
  constructor(private readonly greetings: Greetings) {}

  @Tool({ name: 'greet', description: 'Greets.', input: z.object({ name: z.string().max(5) }) })
  greet({ name }: { name: string }, _context: ToolContext) {
    return this.greetings.greet(name);
  }

  @Tool({
    name: 'measure',
    description: 'Counts characters.',
    input: z.object({ text: z.string() }),
    output: z.object({ length: z.number() }),
  })
  measure({ text }: { text: string }) {
    return { length: text.length };
  }

  @Tool({ name: 'steps', description: 'Reports progress.' })
  async steps(_: Record<string, never>, context: ToolContext) {
    for (const step of [1, 2, 3]) {
      context.progress(step, 3);
      await Promise.resolve();
    }
    return 'done';
  }

  @Tool({ name: 'delete_all', description: 'Asks first.' })
  async deleteAll(_: Record<string, never>, context: ToolContext) {
    const { confirm } = await context.requestInput({
      confirm: elicit({ message: 'Are you sure?', schema: Confirmation }),
    });
    return confirm.action === 'accept' && confirm.content.sure ? 'deleted' : 'kept';
  }

  @Tool({ name: 'fails', description: 'Fails.' })
  fails() {
    throw new TypeError('the database password is hunter2');
  }

  @Tool({ name: 'explains', description: 'Fails, and says why.' })
  explains() {
    throw new ToolError('No such invoice.');
  }

  @Tool({ name: 'guarded', description: 'Behind a guard.' })
  @UseGuards(NobodyPasses)
  guarded() {
    return 'never';
  }

  @Resource({ name: 'motd', uri: 'test://motd', description: 'Message of the day.' })
  motd() {
    return 'Be kind.';
  }

  @Resource({ name: 'user', uriTemplate: 'test://users/{id}', description: 'A user.' })
  user({ id }: { id: string }) {
    return { id };
  }

  @Prompt({
    name: 'review',
    description: 'Reviews code.',
    arguments: z.object({ language: z.enum(['go', 'rust', 'ruby']), file: z.string().optional() }),
  })
  review({ language }: { language: string }) {
    return `Review this ${language}.`;
  }

  @Completion({ resource: 'test://users/{id}', argument: 'id' })
  users(typed: string) {
    return ['ada', 'alan', 'grace'].filter((id) => id.startsWith(typed));
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedFeatures {
  private readonly born = Symbol();
  constructor(@Inject(REQUEST) private readonly context: ToolContext) {}

  @Tool({ name: 'scoped', description: 'A new instance for each call.' })
  scoped() {
    return `${String(this.context.requestId)} ${typeof this.born}`;
  }
}

describe.each(['modern', 'legacy'] as const)('features served to a %s client', (era) => {
  let harness: Harness;
  const faults: Error[] = [];
  beforeAll(async () => {
    harness = await createHarness({
      providers: [SampleFeatures, Greetings, ScopedFeatures],
      onFault: (fault) => void faults.push(fault),
    });
  });
  afterAll(() => harness.close());

  const text = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text;

  it('lists and calls a tool', async () => {
    const client = await harness.connect(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'delete_all',
      'explains',
      'fails',
      'greet',
      'guarded',
      'measure',
      'scoped',
      'steps',
    ]);
    expect(text(await client.callTool({ name: 'greet', arguments: { name: 'Ada' } }))).toBe(
      'Hello, Ada!',
    );
  });

  it('sends structured output and the same as text', async () => {
    const client = await harness.connect(era);
    const result = await client.callTool({ name: 'measure', arguments: { text: 'four' } });
    expect(result.structuredContent).toEqual({ length: 4 });
    expect(text(result)).toBe('{"length":4}');
  });

  it('reports to the model what is wrong with its arguments', async () => {
    const client = await harness.connect(era);
    const result = await client.callTool({ name: 'greet', arguments: { name: 7 } });
    expect(result.isError).toBe(true);
    expect(text(result)).toMatch(/name: .*expected string.*found a value of type number/);
  });

  it('reports progress, of what comes at once the first and the last', async () => {
    const client = await harness.connect(era);
    const seen: number[] = [];
    await client.callTool(
      { name: 'steps' },
      { onprogress: ({ progress }) => void seen.push(progress) },
    );
    expect(seen).toEqual([1, 3]);
  });

  it('asks the person at the client', async () => {
    const client = await harness.connect(era, {
      capabilities: { elicitation: {} },
      prepare: (prepared) =>
        prepared.setRequestHandler('elicitation/create', async () => ({
          action: 'accept',
          content: { sure: true },
        })),
    });
    expect(text(await client.callTool({ name: 'delete_all' }))).toBe('deleted');
  });

  it('keeps a fault of the tool from the client', async () => {
    const client = await harness.connect(era);
    const result = await client.callTool({ name: 'fails' });
    expect(result.isError).toBe(true);
    expect(text(result)).toMatch(/^Internal error. Reference: [0-9a-f-]{36}$/);
  });

  it('shows the test where the tool failed', async () => {
    faults.length = 0;
    const client = await harness.connect(era);
    await client.callTool({ name: 'fails' });
    await client.callTool({ name: 'explains' });
    expect(faults).toMatchObject([
      { message: 'tools/call fails failed', cause: { name: 'TypeError' } },
    ]);
    expect((faults[0]?.cause as Error).stack).toMatch(/SampleFeatures.fails .*harness.spec.ts/);
  });

  it('hands on what a tool wants the model to know', async () => {
    const client = await harness.connect(era);
    const result = await client.callTool({ name: 'explains' });
    expect(result).toMatchObject({ isError: true, content: [{ text: 'No such invoice.' }] });
  });

  it('refuses what a guard refuses', async () => {
    const client = await harness.connect(era);
    await expect(client.callTool({ name: 'guarded' })).rejects.toThrow('Forbidden');
  });

  it('makes a provider of request scope for each call', async () => {
    const client = await harness.connect(era);
    expect(text(await client.callTool({ name: 'scoped' }))).toMatch(/^\d+ symbol$/);
  });

  it('reads resources, fixed and by template', async () => {
    const client = await harness.connect(era);
    const motd = await client.readResource({ uri: 'test://motd' });
    expect(motd.contents).toEqual([{ uri: 'test://motd', text: 'Be kind.' }]);
    const user = await client.readResource({ uri: 'test://users/a%20b' });
    expect(user.contents[0]).toMatchObject({ text: '{"id":"a b"}', mimeType: 'application/json' });
    await expect(client.readResource({ uri: 'test://none' })).rejects.toThrow('Resource not found');
  });

  it('gets a prompt and completes its arguments', async () => {
    const client = await harness.connect(era);
    const prompt = await client.getPrompt({ name: 'review', arguments: { language: 'go' } });
    expect(prompt.messages[0]?.content).toEqual({ type: 'text', text: 'Review this go.' });
    const enumerated = await client.complete({
      ref: { type: 'ref/prompt', name: 'review' },
      argument: { name: 'language', value: 'ru' },
    });
    expect(enumerated.completion.values).toEqual(['rust', 'ruby']);
    const declared = await client.complete({
      ref: { type: 'ref/resource', uri: 'test://users/{id}' },
      argument: { name: 'id', value: 'a' },
    });
    expect(declared.completion.values).toEqual(['ada', 'alan']);
  });

  it('notifies of changes', async () => {
    const changed = new Promise<void>((resolve) => {
      void harness
        .connect(era, {
          prepare: (client) =>
            client.setNotificationHandler('notifications/tools/list_changed', () => resolve()),
        })
        .then(async (client) => {
          if (era === 'modern') await client.listen({ toolsListChanged: true });
          harness.get(McpNotifier).toolsChanged();
        });
    });
    await changed;
  });
});

describe('a fault that a test does not expect', () => {
  it('is printed with its stack', async () => {
    const print = jest.spyOn(console, 'error').mockImplementation();
    const harness = await createHarness({ providers: [SampleFeatures, Greetings] });
    const client = await harness.connect('modern');
    await client.callTool({ name: 'fails' });
    expect(inspect(print.mock.calls)).toMatch(
      /tools\/call fails failed[^]*cause[^]*hunter2[^]*SampleFeatures.fails/,
    );
    print.mockRestore();
    await harness.close();
  });
});
