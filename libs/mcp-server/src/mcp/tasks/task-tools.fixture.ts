import { elicit, Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';

const Name = z.object({ name: z.string() });
const askName = (message = 'Who?') => elicit({ message, schema: Name });

type NoArguments = Record<string, never>;

/** Tools whose calls are tasks, and that end when a test says so. */
@Injectable()
export class TaskTools {
  private static readonly held = new Map<string, () => void>();

  /** Whether a run of this key is held now. */
  static holds(key: string): boolean {
    return TaskTools.held.has(key);
  }

  static release(key: string): void {
    TaskTools.held.get(key)?.();
  }

  @Tool({ name: 'plain', description: 'Is never a task.' })
  plain() {
    return 'plain';
  }

  @Tool({ name: 'quick', description: 'Ends at once.', task: 'optional' })
  quick() {
    return 'quick';
  }

  @Tool({ name: 'only_later', description: 'Is always a task.', task: 'required' })
  onlyLater() {
    return 'later';
  }

  @Tool({
    name: 'held',
    description: 'Ends when the test says so.',
    input: z.object({ key: z.string() }),
    task: 'optional',
  })
  async hold({ key }: { key: string }, context: ToolContext) {
    context.progress(1, 2, 'held');
    await new Promise<void>((resolve, reject) => {
      TaskTools.held.set(key, resolve);
      context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
    }).finally(() => TaskTools.held.delete(key));
    return `released ${key}`;
  }

  @Tool({ name: 'report_fault', description: 'Reports an error of its own.', task: 'optional' })
  reportFault() {
    return { isError: true, content: [{ type: 'text' as const, text: 'It does not fit.' }] };
  }

  @Tool({ name: 'greet', description: 'Asks for a name.', task: 'optional' })
  async greet(_: NoArguments, context: ToolContext) {
    const { who } = await context.requestInput({ who: askName() });
    return `Hello, ${who.content?.name}!`;
  }

  @Tool({
    name: 'greet_first',
    description: 'Asks for a name before it is a task.',
    input: z.object({ greeting: z.string().max(10) }),
    task: { support: 'required', askFirst: () => ({ who: askName() }) },
  })
  async greetFirst({ greeting }: { greeting: string }, context: ToolContext) {
    const { who } = await context.requestInput({ who: askName() });
    return `${greeting}, ${who.content?.name}!`;
  }

  @Tool({
    name: 'secret',
    description: 'For those who may.',
    scopes: ['secrets:read'],
    task: 'optional',
  })
  secret() {
    return 'a secret';
  }
}

@Module({ providers: [TaskTools] })
export class TaskToolsModule {}
