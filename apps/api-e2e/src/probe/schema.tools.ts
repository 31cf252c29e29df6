import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '@repo/mcp-core';

const User = z.object({ id: z.number(), role: z.string().default('member') });
const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number() }),
  z.object({ kind: z.literal('square'), side: z.number() }),
]);

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
    name: 'output_stripped',
    description: 'Fields that the schema does not name stay here; defaults are filled in.',
    output: User,
  })
  user() {
    const row = { id: 7, passwordHash: 'secret' };
    return row;
  }

  @Tool({
    name: 'input_union',
    description: 'Arguments of one form or the other.',
    input: Shape,
  })
  area(shape: z.infer<typeof Shape>) {
    return shape.kind === 'circle' ? `round ${shape.radius}` : shape.side ** 2;
  }

  @Tool({ name: 'output_array', description: 'A list.', output: z.array(User) })
  users() {
    return [{ id: 1 }];
  }

  @Tool({ name: 'output_scalar', description: 'A number.', output: z.number() })
  count() {
    return 3;
  }

  @Tool({ name: 'output_union', description: 'One form or the other.', output: Shape })
  shape() {
    return { kind: 'square' as const, side: 2 };
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
