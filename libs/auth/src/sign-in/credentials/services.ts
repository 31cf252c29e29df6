import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import type { Service } from '../settings/services';
import type { Provider } from '../settings/provider';
import type { SignInSettings } from '../settings/sign-in-settings';
import { ServiceClient } from './service-client';

/** Days that a linked account is kept which nobody uses. */
const LINK_DAYS = 180;

/** One that tools use, or a provider whose tokens are exchanged. */
export interface KnownService {
  readonly settings: Service;
  readonly client: ServiceClient;
  /** Days that what it gave is kept, from its last use or renewal on. */
  readonly days: number;
}

/** The services of the file of `AUTH_PROVIDERS`. There are none until it is read. */
@Injectable()
export class Services {
  private readonly byId = new Map<string, KnownService>();
  private providers: readonly Provider[] = [];

  constructor(private readonly clock: Clock) {}

  configure({ services, providers, sessionDays }: SignInSettings): void {
    this.providers = providers;
    for (const service of services) this.add(service, service.by === 'link' ? LINK_DAYS : 1);
    for (const provider of providers.filter(({ id }) => this.isExchanged(id))) {
      this.add(asService(provider), sessionDays + 1);
    }
  }

  /** @param id of a service, or what `keyOfProvider` says */
  find(id: string): KnownService | undefined {
    return this.byId.get(id);
  }

  get names(): readonly string[] {
    return [...this.byId.keys()].filter((id) => !id.startsWith('@'));
  }

  get all(): readonly KnownService[] {
    return [...this.byId.values()];
  }

  /** Whether a service is got for the tokens of a provider, which are then kept. */
  isExchanged(provider: string): boolean {
    return [...this.byId.values()].some(({ settings }) => settings.provider?.id === provider);
  }

  /** The provider of the file that issues such tokens. */
  providerOf(issuer: string): Provider | undefined {
    return this.providers.find((provider) => provider.issuer === issuer);
  }

  private add(settings: Service, days: number): void {
    const client = new ServiceClient(settings, this.clock);
    this.byId.set(settings.id, { settings, client, days });
  }
}

/** What stands for the tokens of a provider among those of services, none of which has such an id. */
export const keyOfProvider = (id: string): string => `@${id}`;

function asService(provider: Provider): Service {
  const { id, issuer, clientId, clientSecret, manners } = provider;
  return {
    ...{ id: keyOfProvider(id), issuer, clientId, clientSecret, by: 'link' },
    ...{ provider: undefined, endpoints: undefined, scopes: '', parameters: {} },
    title: `the sign-in at ${provider.title}`,
    clientAuthentication: provider.clientAuthentication ?? manners.clientAuthentication,
  };
}
