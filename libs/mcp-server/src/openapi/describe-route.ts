import type * as Swagger from '@nestjs/swagger';
import { z } from 'zod';
import type { AdminRouteOptions } from '../admin/admin-route.decorator';

const USUAL_PROBLEMS = {
  401: 'A bearer token or an API key is needed.',
  403: 'The caller lacks the scope.',
  503: 'The database is away.',
};

/** The decorators of `@nestjs/swagger` that say of a method what `AdminRoute` says. */
export function describeRoute(
  { ApiBody, ApiOperation, ApiQuery, ApiResponse }: typeof Swagger,
  route: AdminRouteOptions,
): readonly MethodDecorator[] {
  const { scope, summary, description = '', query, body, answers, otherForms = {} } = route;
  const problems = { ...USUAL_PROBLEMS, ...route.problems };
  return [
    ApiOperation({ summary, description: `${description} Needs the scope \`${scope}\`.`.trim() }),
    ...(query === undefined ? [] : parametersOf(query).map((parameter) => ApiQuery(parameter))),
    ...(body === undefined ? [] : [ApiBody(bodyOf(body))]),
    ...Object.entries(answers).map(([status, schema]) =>
      ApiResponse({
        status: Number(status),
        description: schema?.description ?? summary,
        content: schema && contentOf({ 'application/json': schema, ...otherForms }),
      }),
    ),
    ...Object.entries(problems).map(([status, text]) =>
      ApiResponse({
        status: Number(status),
        description: text,
        content: { 'application/problem+json': {} },
      }),
    ),
  ];
}

function bodyOf(body: z.ZodType) {
  return { schema: jsonSchemaOf(body, 'input'), required: !body.safeParse({}).success };
}

function contentOf(forms: Readonly<Record<string, z.ZodType>>) {
  return Object.fromEntries(
    Object.entries(forms).map(([type, schema]) => [
      type,
      { schema: jsonSchemaOf(schema, 'output') },
    ]),
  );
}

function parametersOf(query: z.ZodObject) {
  const { properties = {} } = jsonSchemaOf(query, 'input') as { properties?: object };
  return Object.entries(properties).map(([name, value]) => {
    const { description = '', ...schema } = value as { description?: string };
    return { name, required: false, description, schema };
  });
}

/** @param io whether the schema is shown as it is sent (`input`) or answered (`output`) */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, {
    io,
    target: 'openapi-3.0',
    unrepresentable: 'any',
    // The name of a format says more than the long expression that checks it.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
}
