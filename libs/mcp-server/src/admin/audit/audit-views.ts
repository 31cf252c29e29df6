import type { AuditCaller, AuditEntry, AuditPage } from '@repo/audit';
import { z } from 'zod';

/** What the admin API answers of the audit trail, for its description. */

export const auditEntry: z.ZodType<AuditEntry> = z.object({
  id: z.uuid(),
  at: z.iso.datetime().describe('When the call came.'),
  kind: z
    .string()
    .describe(
      'tool, resource, prompt, unknown for what was refused unread, credential for what happened to one, or task for what was done with one.',
    ),
  name: z.string().describe('The name of the feature, or what the client asked for in vain.'),
  requestId: z.string().describe('The JSON-RPC id, of the client’s choice.'),
  traceId: z.string().nullable().describe('W3C Trace Context.'),
  principal: z
    .string()
    .describe("The token's subject, else its client; empty for anonymous callers."),
  client: z.string().describe('The OAuth client or API key; empty for anonymous callers.'),
  issuer: z
    .string()
    .describe('Who vouches for the caller; empty for API_KEY and anonymous callers.'),
  address: z
    .string()
    .describe('Where it came from: an IPv4 address, or the /64 of an IPv6 one; empty on stdio.'),
  software: z.string().describe('What the client says of itself; never verified.'),
  era: z.string().describe('modern or legacy.'),
  outcome: z.string().describe('How it ended.'),
  detail: z
    .string()
    .nullable()
    .describe(
      'Why it was turned away; or `task <id>`, of the task that it became, ran or changed.',
    ),
  durationMs: z.number().describe('Milliseconds.'),
  bytesIn: z.number().describe('Bytes of the arguments as JSON.'),
  bytesOut: z.number().describe('Bytes of the result as JSON; 0 for an error.'),
  arguments: z.unknown().describe('By the policy of AUDIT_ARGUMENTS.'),
  count: z
    .number()
    .describe('1, or the number of refusals of a minute that this one record stands for.'),
});

export const auditPage: z.ZodType<AuditPage> = z.object({
  records: z.array(auditEntry),
  next: z.string().nullable().describe('The cursor of the next page.'),
});

/** What the callers of one feature are asked for by. */
export const callersQuery = z.object({
  kind: z.enum(['tool', 'resource', 'prompt']),
  name: z.string().min(1).max(256).describe('Of the feature; `<server>/<name>` on a named server.'),
  days: z.coerce.number().int().min(1).max(365).default(30).describe('How far to look back.'),
});

const auditCaller: z.ZodType<AuditCaller> = z.object({
  client: z.string().describe('The OAuth client or API key; empty for anonymous callers.'),
  principal: z.string().describe("The token's subject, else its client."),
  calls: z.number(),
  lastAt: z.iso.datetime().describe('When the last call came.'),
});

export const auditCallers = z.object({ callers: z.array(auditCaller) });
