import { z } from 'zod';
import { name, scope, text, webUrl } from './field-schemas';
import { presetNames } from './presets';
import { serviceSchema } from './service-schema';

const MAX = 100;

const texts = z.array(text).max(MAX);

const provider = z.strictObject({
  id: name.describe('What this file, AUTH_CLIENT_SECRETS and the audit trail call it.'),
  preset: z
    .enum(presetNames)
    .default('oidc')
    .describe('Whose manners it has; oidc is any provider of OpenID Connect.'),
  title: text.optional().describe('What the page calls it; by default the name of the preset.'),
  issuer: webUrl
    .optional()
    .describe('Its issuer, to the character; not needed for entra, google and github.'),
  tenant: text.optional().describe('The id of the tenant, for entra.'),
  clientId: text.describe('What this server is called there.'),
  clientAuthentication: z
    .enum(['basic', 'post'])
    .optional()
    .describe('How the secret is sent; by default as the preset has it.'),
  scopes: z.array(scope).max(MAX).optional().describe('What is asked for there, in full.'),
  groupsClaims: texts
    .optional()
    .describe('Where its tokens name groups or roles; all of these are looked at.'),
  groupsUrl: webUrl
    .default('https://graph.microsoft.com/v1.0/me/getMemberObjects')
    .describe('Where Entra ID tells the groups of whoever is in too many for a token.'),
  require: z
    .strictObject({
      domains: texts.optional().describe('Domains of e-mail addresses that are confirmed.'),
      tenants: texts.optional().describe('Tenants, organizations or hosted domains.'),
      groups: texts.optional().describe('Groups, one of which a person must be in.'),
    })
    .default({})
    .describe('Who may sign in at all; by default all whom the provider lets in.'),
});

const grant = z.strictObject({
  scopes: z.array(scope).min(1).max(MAX).describe('What they may do.'),
  providers: z.array(name).max(MAX).optional(),
  groups: texts.optional(),
  domains: texts.optional(),
  emails: texts.optional(),
});

const client = z.strictObject({
  id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  name: text,
  redirectUris: z.array(z.string().max(2_000)).min(1).max(20),
});

/** The file of `AUTH_PROVIDERS`. */
export const signInFile = z
  .strictObject({
    $schema: z.string().optional(),
    providers: z.array(provider).min(1).max(20).describe('Where people sign in.'),
    grants: z
      .array(grant)
      .min(1)
      .max(1_000)
      .describe(
        'What people may do: whoever fits all that an entry names has its scopes; an entry that names nothing is for everybody.',
      ),
    services: z
      .array(serviceSchema)
      .max(50)
      .default([])
      .describe('What tools use as the person who calls them, by context.credential().'),
    scopes: z
      .record(scope, text)
      .default({})
      .describe('Scopes in words, for the page that asks for consent.'),
    clients: z
      .array(client)
      .max(MAX)
      .default([])
      .describe('Clients without secrets that need not register themselves.'),
    registration: z
      .strictObject({
        dynamic: z.boolean().default(true).describe('By RFC 7591.'),
        metadataDocuments: z.boolean().default(true).describe('By the address of a document.'),
        hosts: z
          .array(z.string().max(253))
          .max(1_000)
          .optional()
          .describe('The hosts of such documents; by default any.'),
      })
      .prefault({})
      .describe('How clients may come that nobody knows yet.'),
    sessionDays: z
      .number()
      .int()
      .min(1)
      .max(90)
      .default(14)
      .describe('Days after which a person signs in at the provider again.'),
  })
  .describe('Where people sign in, and what they may do.');

export type SignInFile = z.output<typeof signInFile>;
export type ProviderSettings = SignInFile['providers'][number];
export type GrantSettings = SignInFile['grants'][number];
