import type { interactionPolicy as policies, KoaContextWithOIDC } from 'oidc-provider';

/**
 * When a person is asked something: as oidc-provider has it, and to sign in again where a client asks
 * for rights that they did not have when they last did. They may have gained them since, and only the
 * provider knows.
 */
export async function interactionPolicy(): Promise<policies.Prompt[]> {
  const { interactionPolicy: policy } = await import('oidc-provider');
  const prompts = policy.base();
  prompts
    .get('login')
    ?.checks.add(
      new policy.Check('rights_missing', 'the person lacks a right', (context) =>
        lacksRights(context) ? policy.Check.REQUEST_PROMPT : policy.Check.NO_NEED_TO_PROMPT,
      ),
    );
  return prompts;
}

/** Who has just signed in lacks them for good. */
function lacksRights({ oidc }: KoaContextWithOIDC): boolean {
  if (oidc.session?.accountId === undefined || oidc.result?.login !== undefined) return false;
  const servers = Object.values(oidc.resourceServers ?? {});
  return servers.some(({ scopes }) =>
    [...oidc.requestParamScopes].some((scope) => !isIdentity(scope) && !scopes.has(scope)),
  );
}

/** Whether a scope is no right of a person. */
export const isIdentity = (scope: string): boolean =>
  scope === 'openid' || scope === 'offline_access';
