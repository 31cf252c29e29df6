import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '@repo/mcp-core';

const User = z.object({ id: z.number(), role: z.string().default('member') });

/** Schemas of input and output: what was checked is what arrives, on both sides. */
@Injectable()
export class SchemaTools {
  @Tool({
    name: 'input_transformed',
    description: 'The method gets what the schema makes of the arguments.',
    input: z.object({
      day: z.iso.date().transform((day) => new Date(day)),
      limit: z.int().default(10),
    }),
  })
  transformed({ day, limit }: { day: Date; limit: number }) {
    return `${day.getTime()} ${limit}`;
  }

  @Tool({
    name: 'input_refined',
    description: 'A rule that the schema asks a service for.',
    input: z.object({
      name: z.string().refine((name) => Promise.resolve(name !== 'taken'), 'is taken'),
    }),
  })
  refined({ name }: { name: string }) {
    return `${name} is free`;
  }

  @Tool({
    name: 'output_wrong',
    description: 'A result that its own schema forbids is a fault of the tool.',
    output: User,
  })
  wrong() {
    return { id: 'seven' } as never;
  }
}
