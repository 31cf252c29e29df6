import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';

const Input = z.object({ text: z.string() });

@Injectable()
class EchoTool {
  @Tool({ name: 'echo', description: 'Answers with what it is told.', input: Input })
  echo({ text }: z.infer<typeof Input>) {
    return text;
  }
}

/** What a function of a test offers, beside what the test brings. */
@Module({ providers: [EchoTool] })
export class EchoFeatures {}
