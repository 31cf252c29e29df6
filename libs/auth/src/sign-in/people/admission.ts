import { hasScope } from '../../authorization/scopes';
import type { GrantSettings, ProviderSettings } from '../settings/sign-in-schema';
import type { Identity } from './identity';

/** Why somebody may not sign in; public. */
export class NotAdmittedError extends Error {
  override readonly name = 'NotAdmittedError';
}

/**
 * What a person may do, by the grants of the settings.
 *
 * @throws {NotAdmittedError} they may not sign in
 */
export function admit(
  identity: Identity,
  require: ProviderSettings['require'],
  grants: readonly GrantSettings[],
): readonly string[] {
  const { domains, tenants, groups } = require;
  const domain = domainOf(identity.email);
  refuseUnless(domains === undefined || hasAny(domains, [domain]), 'your e-mail address');
  refuseUnless(tenants === undefined || hasAny(tenants, identity.tenants), 'your organization');
  refuseUnless(groups === undefined || hasAny(groups, identity.groups), 'your groups');
  const fitting = grants.filter((grant) => fits(grant, identity));
  return [...new Set(fitting.flatMap(({ scopes }) => scopes))];
}

function fits(grant: GrantSettings, { provider, email = '', groups }: Identity): boolean {
  const { providers, domains, emails } = grant;
  return (
    (providers === undefined || providers.includes(provider)) &&
    (grant.groups === undefined || hasAny(grant.groups, groups)) &&
    (domains === undefined || hasAny(domains, [domainOf(email)])) &&
    (emails === undefined || hasAny(emails, [email.toLowerCase()]))
  );
}

/** Those of the scopes that are asked for that a person may have. */
export function permitted(held: readonly string[], asked: readonly string[]): readonly string[] {
  return asked.filter((scope) => hasScope(held, scope));
}

const domainOf = (email = ''): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

const hasAny = (wanted: readonly string[], held: readonly string[]): boolean =>
  wanted.some(
    (one) => one !== '' && held.some((other) => other.toLowerCase() === one.toLowerCase()),
  );

function refuseUnless(isMet: boolean, what: string): void {
  if (isMet) return;
  throw new NotAdmittedError(
    `This server does not let you in: ${what} is not among those allowed.`,
  );
}
