import { pageParameterSchemas } from '@repo/audit';
import type * as Swagger from '@nestjs/swagger';
import { AuditController } from './audit.controller';

/**
 * Adds the audit trail to the OpenAPI document. What decorators in the controller would say stands
 * here: they would load `@nestjs/swagger` at every start, which takes a fifth of a second.
 */
export function describeAudit(swagger: typeof Swagger): void {
  const { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } = swagger;
  ApiTags('audit')(AuditController);
  ApiBearerAuth()(AuditController);

  const read = Object.getOwnPropertyDescriptor(AuditController.prototype, 'read');
  if (read === undefined) throw new Error('AuditController.read is gone.');
  const decorators = [
    ApiOperation({
      operationId: 'readAudit',
      summary: 'Reads the audit trail, newest first.',
      description:
        'A page of JSON, or all records that fit as NDJSON or CSV, by `format` or the `Accept` header. Needs the scope `audit:read`.',
    }),
    ...pageParameterSchemas().map(({ name, description, schema }) =>
      ApiQuery({ name, required: false, description, schema }),
    ),
    ApiResponse({ status: 200, description: 'The records.', content: CONTENT }),
    ...PROBLEMS.map(([status, description]) =>
      ApiResponse({ status, description, content: { 'application/problem+json': {} } }),
    ),
  ];
  for (const decorate of decorators) decorate(AuditController.prototype, 'read', read);
}

const PROBLEMS = [
  [400, 'Parameters make no sense: `errors` says which, and why.'],
  [401, 'A bearer token or an API key is needed.'],
  [403, 'The caller lacks the scope.'],
  [503, 'The database is away.'],
] as const;

const text = (description: string) => ({ type: 'string', description });
const count = (description: string) => ({ type: 'number', description });

const RECORD = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    at: { type: 'string', format: 'date-time', description: 'When the call came.' },
    kind: text('tool, resource, prompt, or unknown for what was refused unread.'),
    name: text('The name of the feature, or what the client asked for in vain.'),
    requestId: text('The JSON-RPC id, of the client’s choice.'),
    traceId: { ...text('W3C Trace Context.'), nullable: true },
    principal: text("The token's subject, else its client; empty for anonymous callers."),
    client: text('The OAuth client or API key; empty for anonymous callers.'),
    software: text('What the client says of itself; never verified.'),
    era: text('modern or legacy.'),
    outcome: text('How it ended.'),
    detail: { ...text('Why it was turned away.'), nullable: true },
    durationMs: count('Milliseconds.'),
    bytesIn: count('Bytes of the arguments as JSON.'),
    bytesOut: count('Bytes of the result as JSON; 0 for an error.'),
    arguments: { description: 'By the policy of AUDIT_ARGUMENTS.', nullable: true },
  },
};

const PAGE = {
  type: 'object',
  required: ['records', 'next'],
  properties: {
    records: { type: 'array', items: RECORD },
    next: { ...text('The cursor of the next page.'), nullable: true },
  },
};

const CONTENT = {
  'application/json': { schema: PAGE },
  'application/x-ndjson': { schema: RECORD },
  'text/csv': { schema: { type: 'string' } },
};
