import { AuthConfig, IdentityProviderConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { DPOP_ALGORITHMS } from '../dpop/dpop-algorithms';
import { IssuerRegistry } from '../tokens/issuer-registry';
import { ProtectedResource } from '../resource/protected-resource';
import { PublicUrl } from '../resource/public-url';

/** A document that tells clients how to sign in (RFC 9728). */
export interface ResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly scopes_supported?: readonly string[];
  /** RFC 9449, section 5.1. */
  readonly dpop_signing_alg_values_supported: readonly string[];
  readonly dpop_bound_access_tokens_required?: boolean;
}

/** The endpoints of this server that take tokens, by path. */
@Injectable()
export class ProtectedResources {
  private readonly resources = new Map<string, ProtectedResource>();
  private readonly baseScopes: readonly string[];
  private readonly requiresBoundTokens: boolean;

  constructor(
    private readonly url: PublicUrl,
    private readonly issuers: IssuerRegistry,
    { baseScopes, dpopRequired }: AuthConfig,
    { scopePrefix }: IdentityProviderConfig,
  ) {
    this.baseScopes = baseScopes.map((scope) => scopePrefix + scope);
    this.requiresBoundTokens = dpopRequired;
  }

  /** The URL of the endpoint that a client means which names none. */
  get first(): string | undefined {
    const [first] = this.resources.values();
    return first?.url;
  }

  /** Of all endpoints, as `at` was asked for them. */
  get paths(): readonly string[] {
    return [...this.resources.keys()];
  }

  /** @param path of the endpoint, `/mcp` for example; the same one for the same path */
  at(path: string): ProtectedResource {
    let resource = this.resources.get(path);
    if (resource === undefined) {
      resource = new ProtectedResource(
        path,
        () => this.url.origin,
        this.baseScopes,
        this.requiresBoundTokens,
      );
      this.resources.set(path, resource);
    }
    return resource;
  }

  /** Whether a URL, with or without a slash at the end, is that of this server or an endpoint. */
  includes(url: string): boolean {
    const { origin } = this.url;
    if (!url.startsWith(origin)) return false;
    const path = url.slice(origin.length).replace(/\/$/, '');
    return path === '' || this.resources.has(path);
  }

  /**
   * @param path of an endpoint; the empty one stands for the first, for clients that look at the root
   * @returns undefined where there is no endpoint
   */
  metadata(path: string): ResourceMetadata | undefined {
    const [first] = this.resources.values();
    const resource = path === '' ? first : this.resources.get(path);
    return resource && this.metadataOf(resource);
  }

  /**
   * `scopes_supported` has what a first sign-in needs, not all that there is: clients ask for all of
   * it (2026-07-28, Scope Selection Strategy), and for more when a call tells them.
   */
  private metadataOf({
    url,
    baseScopes,
    requiresBoundTokens,
  }: ProtectedResource): ResourceMetadata {
    return {
      resource: url,
      authorization_servers: this.issuers.signIn,
      bearer_methods_supported: ['header'],
      ...(baseScopes.length > 0 && { scopes_supported: baseScopes }),
      dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
      ...(requiresBoundTokens && { dpop_bound_access_tokens_required: true }),
    };
  }
}
