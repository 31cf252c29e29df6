import type { Provider } from '../settings/provider';
import { GitHubUpstream } from './github-upstream';
import { OidcUpstream } from './oidc-upstream';
import type { Upstream } from './upstream';

/** The providers of the settings, by their ids. */
export function upstreamsOf(providers: readonly Provider[]): ReadonlyMap<string, Upstream> {
  return new Map(
    providers.map((provider) => [
      provider.id,
      provider.preset === 'github' ? new GitHubUpstream(provider) : new OidcUpstream(provider),
    ]),
  );
}
