import {
  historyQuery,
  historySchema,
  overrideOrder,
  overrideSchema,
  pauseOrder,
  pauseSchema,
  resumeOrder,
  savingsQuery,
  savingsSchema,
  statusSchema,
} from '@repo/scaling';
import type * as Swagger from '@nestjs/swagger';
import { z } from 'zod';
import { ScalingController } from './scaling.controller';

interface Operation {
  readonly summary: string;
  readonly scope: 'scaling:read' | 'scaling:write' | 'scaling:wake';
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: readonly [number, z.ZodType];
  readonly problems?: readonly number[];
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  readStatus: {
    summary: 'How every target is, why, and what changes next: by what a worker last saw.',
    scope: 'scaling:read',
    answer: [200, statusSchema],
  },
  listOverrides: {
    summary: 'The overrides that hold or will hold.',
    scope: 'scaling:read',
    answer: [200, z.object({ overrides: z.array(overrideSchema) })],
  },
  addOverride: {
    summary: 'Keeps a target at another size until a time.',
    scope: 'scaling:write',
    body: overrideOrder,
    answer: [201, overrideSchema],
    problems: [400, 422],
  },
  cancelOverride: {
    summary: 'Ends an override before its time.',
    scope: 'scaling:write',
    answer: [200, overrideSchema],
    problems: [400, 404],
  },
  readHistory: {
    summary: 'What was done, tried and ordered, newest first.',
    scope: 'scaling:read',
    query: historyQuery,
    answer: [200, historySchema],
    problems: [400],
  },
  readSavings: {
    summary: 'Replica-hours and money saved, by target and month.',
    scope: 'scaling:read',
    query: savingsQuery,
    answer: [200, savingsSchema],
    problems: [400],
  },
  pause: {
    summary: 'Leaves a target, or all of them, as it is.',
    scope: 'scaling:write',
    body: pauseOrder,
    answer: [200, pauseSchema],
    problems: [400],
  },
  resume: {
    summary: 'Ends a pause.',
    scope: 'scaling:write',
    body: resumeOrder,
    answer: [200, z.object({ wasPaused: z.boolean() })],
    problems: [400],
  },
  wake: {
    summary: 'Has a target that serves on demand come up.',
    scope: 'scaling:wake',
    answer: [
      202,
      z.object({
        target: z.string(),
        state: z.enum(['up', 'waking']),
        expectedBy: z.string().describe('When it usually serves by.'),
        until: z.string().describe('When it goes down again, if nobody asks for it.'),
      }),
    ],
    problems: [400, 404, 422],
  },
};

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body or a parameter makes no sense: `errors` says which field, and why.',
  401: 'A bearer token or an API key is needed.',
  403: 'The caller lacks the scope.',
  404: 'There is no such target or override.',
  422: 'The target cannot do this: `errors` says why.',
  503: 'The database is away.',
};

/** Adds scaling to the OpenAPI document; see `describeAudit` for why not by decorators. */
export function describeScaling(swagger: typeof Swagger): void {
  swagger.ApiTags('scaling')(ScalingController);
  swagger.ApiBearerAuth()(ScalingController);
  for (const [method, operation] of Object.entries(OPERATIONS)) {
    const descriptor = Object.getOwnPropertyDescriptor(ScalingController.prototype, method);
    if (descriptor === undefined) throw new Error(`ScalingController.${method} is gone.`);
    for (const decorate of decoratorsOf(swagger, method, operation)) {
      decorate(ScalingController.prototype, method, descriptor);
    }
  }
}

function decoratorsOf(
  { ApiBody, ApiOperation, ApiQuery, ApiResponse }: typeof Swagger,
  operationId: string,
  { summary, scope, query, body, answer: [status, schema], problems = [] }: Operation,
): MethodDecorator[] {
  const description = `Needs the scope \`${scope}\`.`;
  const content = { 'application/json': { schema: jsonSchemaOf(schema, 'output') } };
  return [
    ApiOperation({ operationId: `scaling.${operationId}`, summary, description }),
    ApiResponse({ status, description: summary, content }),
    ...(body === undefined ? [] : [ApiBody({ schema: jsonSchemaOf(body, 'input') })]),
    ...parametersOf(query).map((parameter) => ApiQuery(parameter)),
    ...[...problems, 401, 403, 503].map((problem) =>
      ApiResponse({
        status: problem,
        description: PROBLEMS[problem],
        content: { 'application/problem+json': {} },
      }),
    ),
  ];
}

function parametersOf(query: z.ZodType | undefined) {
  if (query === undefined) return [];
  const { properties = {} } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, value]) => {
    const { description = '', ...schema } = value as { description?: string };
    return { name, required: false, description, schema };
  });
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
