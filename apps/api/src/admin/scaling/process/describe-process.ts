import type * as Swagger from '@nestjs/swagger';
import { ProcessController } from './process.controller';
import { MAX_POOL_SIZE } from './read-order';

/** Adds the size of the api to the OpenAPI document; see `describeAudit` for why here. */
export function describeProcess(swagger: typeof Swagger): void {
  const { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } = swagger;
  ApiTags('scaling')(ProcessController);
  ApiBearerAuth()(ProcessController);

  const content = { 'application/json': { schema: SIZE } };
  const problems = (statuses: readonly (keyof typeof PROBLEMS)[]) =>
    statuses.map((status) =>
      ApiResponse({
        status,
        description: PROBLEMS[status],
        content: { 'application/problem+json': {} },
      }),
    );
  decorate('size', [
    ApiOperation({
      operationId: 'readProcessSize',
      summary: 'Tells how many worker processes serve this api.',
      description: 'Needs the scope `scaling:read`.',
    }),
    ApiResponse({ status: 200, description: 'The size.', content }),
    ...problems([401, 403]),
  ]);
  decorate('order', [
    ApiOperation({
      operationId: 'orderProcessSize',
      summary: 'Changes how many worker processes serve this api.',
      description:
        'Holds until the next order or restart; the same again changes nothing. Needs the scope `scaling:write`.',
    }),
    ApiBody({ schema: ORDER }),
    ApiResponse({ status: 200, description: 'It is so.', content }),
    ApiResponse({ status: 202, description: 'It will be so: ask again.', content }),
    ...problems([400, 401, 403, 422, 503]),
  ]);
}

function decorate(name: 'size' | 'order', decorators: readonly MethodDecorator[]): void {
  const method = Object.getOwnPropertyDescriptor(ProcessController.prototype, name);
  if (method === undefined) throw new Error(`ProcessController.${name} is gone.`);
  for (const add of decorators) add(ProcessController.prototype, name, method);
}

const PROBLEMS = {
  400: 'The body is no order: `errors` says why.',
  401: 'A bearer token or an API key is needed.',
  403: 'The caller lacks the scope.',
  422: 'The size cannot be kept: `errors` says why.',
  503: 'The order was not taken.',
};

const count = (description: string, limits = {}) => ({ type: 'integer', description, ...limits });

const poolSize = count('Database connections of each worker.', {
  minimum: 1,
  maximum: MAX_POOL_SIZE,
});

const ORDER = {
  type: 'object',
  required: ['workers'],
  additionalProperties: false,
  properties: {
    workers: count('At most four for each processor, or WORKERS if that is more.', { minimum: 1 }),
    poolSize,
  },
};

const SIZE = {
  type: 'object',
  required: ['workers'],
  properties: {
    workers: {
      type: 'object',
      required: ['desired', 'ready'],
      properties: {
        desired: count('How many there should be.'),
        ready: count('How many take connections.'),
      },
    },
    poolSize,
  },
};
