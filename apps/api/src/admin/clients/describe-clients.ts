import type * as Swagger from '@nestjs/swagger';
import { CLIENTS, KEYS, type Operation } from './client-operations';
import { ClientsController } from './clients.controller';
import { KeysController } from './keys.controller';

const PROBLEMS: Record<number, string> = {
  400: 'The body or a parameter makes no sense: `errors` says which field, and why.',
  401: 'A bearer token or an API key is needed.',
  403: 'The caller lacks the scope `admin:clients`, or one that it wants to hand out.',
  404: 'There is no such client or key.',
  409: 'The name is taken, or there are too many secrets or keys.',
  503: 'The database is away.',
};

/** Adds clients and keys to the OpenAPI document; see `describeAudit` for why not by decorators. */
export function describeClients(swagger: typeof Swagger): void {
  for (const [controller, operations] of [
    [ClientsController, CLIENTS],
    [KeysController, KEYS],
  ] as const) {
    swagger.ApiTags('clients')(controller);
    swagger.ApiBearerAuth()(controller);
    for (const [method, operation] of Object.entries(operations)) {
      describe(swagger, controller.prototype, method, operation);
    }
  }
}

function describe(
  swagger: typeof Swagger,
  prototype: object,
  method: string,
  { summary, body, isPage = false, answer, problems }: Operation,
): void {
  const { ApiBody, ApiOperation, ApiQuery, ApiResponse } = swagger;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
  if (descriptor === undefined) throw new Error(`${method} is gone.`);
  const [status, schema] = answer;
  const content = schema && { 'application/json': { schema } };
  const decorators = [
    ApiOperation({ summary, description: 'Needs the scope `admin:clients`.' }),
    ApiResponse({ status, description: summary, content }),
    ...[...problems, 401, 403, 503].map((problem) =>
      ApiResponse({
        status: problem,
        description: PROBLEMS[problem],
        content: { 'application/problem+json': {} },
      }),
    ),
    ...(body === undefined ? [] : [ApiBody({ schema: body() })]),
    ...(isPage ? PAGE_PARAMETERS.map((parameter) => ApiQuery(parameter)) : []),
  ];
  for (const decorate of decorators) decorate(prototype, method, descriptor);
}

const PAGE_PARAMETERS = [
  {
    name: 'limit',
    required: false,
    description: 'Entries of a page, from 1 to 200.',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  {
    name: 'cursor',
    required: false,
    description: '`next` of the page before.',
    schema: { type: 'string' },
  },
] as const;
