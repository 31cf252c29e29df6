import { z } from 'zod';
import { name, scope, text, webUrl } from './field-schemas';
import { servicePresetNames } from './service-presets';

/** A service that tools use as the person who calls them. */
export const serviceSchema = z.strictObject({
  id: name.describe('What context.credential(), AUTH_CLIENT_SECRETS and the audit trail call it.'),
  preset: z
    .enum(servicePresetNames)
    .default('oauth')
    .describe('Whose manners it has; oauth is any server of OAuth 2.'),
  title: text.optional().describe('What pages and messages call it.'),
  by: z
    .enum(['link', 'exchange', 'on-behalf-of'])
    .default('link')
    .describe(
      'How a person’s token is got: link: they sign in there once; exchange: for the token of their sign-in, by RFC 8693; on-behalf-of: the same as Entra ID has it.',
    ),
  provider: name
    .optional()
    .describe(
      'For exchange and on-behalf-of: the provider whose token it is; by default the only one.',
    ),
  issuer: webUrl.optional().describe('Where its metadata is found, for link with preset oauth.'),
  authorizationEndpoint: webUrl.optional(),
  tokenEndpoint: webUrl.optional(),
  revocationEndpoint: webUrl.optional().describe('Where tokens are given back (RFC 7009).'),
  tenant: text.optional().describe('The id of the tenant, for microsoft.'),
  clientId: text
    .optional()
    .describe('What this server is called there; for exchange by default as at the provider.'),
  clientAuthentication: z
    .enum(['basic', 'post'])
    .optional()
    .describe('How the secret is sent; by default as the preset has it.'),
  scopes: z.array(scope).max(100).optional().describe('What is asked for there, in full.'),
  audience: text.optional().describe('For exchange: what the token is to be good for.'),
  resource: webUrl
    .optional()
    .describe('For exchange: the address that the token is to be good for.'),
  parameters: z
    .record(z.string().max(100), text)
    .optional()
    .describe('More that it wants in the address that a person is sent to.'),
});

export type ServiceSettings = z.output<typeof serviceSchema>;
