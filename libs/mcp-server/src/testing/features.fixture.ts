import { Tool, ToolContext } from '@repo/mcp-core';
import { Body, Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { z } from 'zod';

/** Lets a test hold a call until it has seen what it wants to see. */
@Injectable()
export class Gate {
  private static open: (() => void) | undefined;
  private static entered: (() => void) | undefined;

  /** Resolves when a call stands at the gate; `letIn` then lets it go on. */
  static async visitor(): Promise<() => void> {
    await new Promise<void>((resolve) => (Gate.entered = resolve));
    return () => Gate.open?.();
  }

  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      Gate.open = resolve;
      Gate.entered?.();
    });
  }
}

@Injectable()
export class TestTools {
  constructor(private readonly gate: Gate) {}

  @Tool({
    name: 'repeat',
    description: 'Repeats a letter.',
    input: z.object({ times: z.int() }),
  })
  repeat({ times }: { times: number }) {
    return 'x'.repeat(times);
  }

  @Tool({ name: 'whoami', description: 'Tells the caller who it is.' })
  whoami(_input: object, { auth }: ToolContext) {
    return auth?.clientId ?? 'anonymous';
  }

  @Tool({ name: 'wait', description: 'Waits for the test.' })
  async wait(_input: object, { signal }: ToolContext) {
    await this.gate.wait(signal);
    return 'done';
  }
}

/** Stands for the REST API that an app adds. */
@Controller('things')
class ThingsController {
  @Get('broken')
  broken(): never {
    throw new Error('the password is hunter2');
  }

  @Post()
  add(@Body() thing: unknown) {
    return thing;
  }
}

@Module({ providers: [Gate, TestTools], controllers: [ThingsController] })
export class ApiFeatures {}
