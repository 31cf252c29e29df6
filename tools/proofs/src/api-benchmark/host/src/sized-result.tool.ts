import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Input = z.object({ bytes: z.int().min(1).max(1_000_000) });

const MAX_SIZE = text(1_000_000);

/** Answers with a text of any size. */
@Injectable()
export class SizedResultTool {
  @Tool({ name: 'sized_result', description: 'Answers with so many bytes.', input: Input })
  sizedResult({ bytes }: z.infer<typeof Input>) {
    return MAX_SIZE.slice(0, bytes);
  }
}

/** Lines that compress as records of a business do, about four to one: names repeat, figures do not. */
function text(length: number): string {
  let state = 1;
  // Lehmer's generator: the same bytes in every run.
  const next = () => (state = (state * 48_271) % 2_147_483_647);
  let written = '';
  while (written.length < length) {
    written += `invoice ${next()} of customer ${next() % 10_000}: ${next() % 100_000} EUR, paid\n`;
  }
  return written.slice(0, length);
}
