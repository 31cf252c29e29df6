import type { IdentityProviderConfig } from '@repo/config';
import { metadataUrls } from '../../keys/issuer-metadata';
import { fault, ok, warning, type Examination, type Finding } from './finding';
import { examineKeys, examineMetadata, lists, pkceFinding, type Metadata } from './metadata';

const BY_PROVIDERS =
  'Let clients sign in at this server, in front of the provider: set AUTH_PROVIDERS.';

/** Looks at the provider of `JWT_ISSUER`, which clients talk to themselves. */
export async function examineIssuer(
  { issuer = '', jwksUrl }: Pick<IdentityProviderConfig, 'issuer' | 'jwksUrl'>,
  now: () => number,
): Promise<Examination> {
  const { metadata, findings } = await examineMetadata(issuer, metadataUrls(issuer), now);
  const title = `JWT_ISSUER, ${issuer}`;
  const keys = await examineKeys(jwksUrl ?? metadata?.['jwks_uri']);
  if (metadata === undefined) return { title, findings: [...findings, keys] };
  return { title, findings: [...findings, keys, ...clientFindings(metadata)] };
}

/** What clients of MCP look for (2026-07-28, authorization). */
function clientFindings(metadata: Metadata): readonly Finding[] {
  return [pkceFinding(metadata, true), registrationFinding(metadata), resourceFinding(metadata)];
}

function registrationFinding(metadata: Metadata): Finding {
  const what = 'clients that it does not know';
  if (metadata['client_id_metadata_document_supported'] === true) {
    return ok(what, 'come by the document that is their id');
  }
  if (typeof metadata['registration_endpoint'] === 'string') return ok(what, 'register themselves');
  return fault(what, 'have no way in: neither registration nor metadata documents', BY_PROVIDERS);
}

/** No metadata tell it. Entra ID is known to refuse (AADSTS9010010). */
function resourceFinding(metadata: Metadata): Finding {
  const what = 'resource indicators (RFC 8707)';
  const { issuer } = metadata;
  if (typeof issuer === 'string' && /login\.microsoftonline\.(com|us)/.test(issuer)) {
    return fault(
      what,
      'Entra ID refuses `resource` beside its own scopes: AADSTS9010010',
      BY_PROVIDERS,
    );
  }
  if (lists(metadata, 'grant_types_supported', 'authorization_code') === false) {
    return fault(what, 'it has no authorization code flow', BY_PROVIDERS);
  }
  return warning(
    what,
    'no metadata tell whether a token is for the `resource` that a client names',
    'Sign in once: a token whose audience is not this server is refused, and the log says so.',
  );
}
