import { z } from 'zod';
import { issuerPresetNames } from './issuer-presets';

const MAX = 100;

const text = z.string().min(1).max(500);
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/)
  .describe('a scope, such as invoices:read; invoices:* and * stand for several');
const secureUrl = z
  .url()
  .max(2_000)
  .regex(
    /^https:\/\/|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/,
    'expected an https URL, or one of this machine',
  );

const grant = z.strictObject({
  when: z
    .record(text, z.union([text, z.array(text).min(1).max(MAX)]))
    .default({})
    .describe(
      'Claims, or paths to them, and what they must be: one of several where a list stands; with a star at the end, whatever begins so.',
    ),
  scopes: z.array(scope).min(1).max(MAX).describe('What follows from that.'),
});

const issuer = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .describe('What the audit trail calls it: lower-case letters, digits and hyphens, 40 at most.'),
  preset: z
    .enum(issuerPresetNames)
    .default('oidc')
    .describe(
      'Whose manners it has; oidc is any issuer that publishes its keys, id-jag one that sends people (enterprise-managed authorization).',
    ),
  issuer: secureUrl
    .optional()
    .describe('Its iss, to the character; not needed for github-actions and google.'),
  jwksUrl: secureUrl.optional().describe('Where its keys are; by default where its metadata says.'),
  audience: text
    .optional()
    .describe('What its assertions are for; by default PUBLIC_URL, or /oauth/token below it.'),
  once: z
    .boolean()
    .optional()
    .describe('Whether an assertion may be shown once; by default as the preset has it.'),
  grants: z.array(grant).min(1).max(1_000).describe('Whoever fits an entry has its scopes.'),
});

/** The file of `AUTH_ISSUERS`. */
export const issuersFile = z
  .strictObject({
    $schema: z.string().optional(),
    issuers: z.array(issuer).min(1).max(50),
  })
  .describe('Whose assertions are exchanged for tokens of this server, and what they may do.');

export type IssuerSettings = z.output<typeof issuersFile>['issuers'][number];
