import type { SignInConfig } from '@repo/config';
import type { Provider } from './provider';
import { servicePresets, type ServiceEndpoints, type ServicePreset } from './service-presets';
import type { ServiceSettings } from './service-schema';

/** A service with all that is known of it. */
export interface Service {
  readonly id: string;
  readonly title: string;
  readonly by: ServiceSettings['by'];
  /** Whose tokens are exchanged; undefined for `link`. */
  readonly provider: Provider | undefined;
  readonly issuer: string | undefined;
  readonly endpoints: ServiceEndpoints | undefined;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuthentication: 'basic' | 'post';
  readonly scopes: string;
  /** Of the address that a person is sent to, or of the exchange. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The services of the file with what their presets and providers say.
 *
 * @param faults takes what is wrong with one, by its path
 */
export function servicesOf(
  settings: readonly ServiceSettings[],
  providers: readonly Provider[],
  { clientSecrets }: SignInConfig,
  faults: string[],
): readonly Service[] {
  return settings.map((service) => {
    const { id, by } = service;
    const fault = (text: string) => void faults.push(`services.${id}: ${text}`);
    const preset: ServicePreset = servicePresets[service.preset];
    const provider = by === 'link' ? undefined : providerOf(service, providers, fault);
    const endpoints = endpointsOf(service, preset);
    if (by === 'link') {
      if (service.clientId === undefined) fault('clientId is missing');
      if (endpoints === undefined && service.issuer === undefined) {
        fault('issuer is missing, or authorizationEndpoint with tokenEndpoint');
      }
    }
    if (by === 'on-behalf-of' && service.scopes === undefined) fault('scopes are missing');
    const { audience, resource } = service;
    return {
      ...{ id, by, provider, endpoints },
      title: service.title ?? (service.preset === 'oauth' ? id : preset.title),
      issuer: service.issuer ?? (endpoints === undefined ? provider?.issuer : undefined),
      clientId: service.clientId ?? provider?.clientId ?? '',
      clientSecret: clientSecrets.get(id) ?? provider?.clientSecret,
      clientAuthentication:
        service.clientAuthentication ??
        provider?.clientAuthentication ??
        provider?.manners.clientAuthentication ??
        preset.clientAuthentication,
      scopes: service.scopes?.join(' ') ?? (by === 'link' ? (preset.scopes ?? '') : ''),
      parameters: {
        ...(by === 'link' && preset.parameters),
        ...service.parameters,
        ...(audience !== undefined && { audience }),
        ...(resource !== undefined && { resource }),
      },
    };
  });
}

function providerOf(
  { provider: id }: ServiceSettings,
  providers: readonly Provider[],
  fault: (text: string) => void,
): Provider | undefined {
  const [only, ...others] = providers;
  if (id === undefined && others.length > 0) {
    fault('provider is missing: there are several');
    return undefined;
  }
  const found = id === undefined ? only : providers.find((provider) => provider.id === id);
  if (found === undefined) fault(`no provider has the id ${id}`);
  if (found?.preset === 'github') fault('GitHub exchanges no tokens: let people link');
  return found;
}

function endpointsOf(
  { authorizationEndpoint, tokenEndpoint, revocationEndpoint, tenant, by }: ServiceSettings,
  preset: ServicePreset,
): ServiceEndpoints | undefined {
  const known = by === 'link' ? preset.endpoints?.(tenant) : undefined;
  const authorization = authorizationEndpoint ?? known?.authorization;
  const token = tokenEndpoint ?? known?.token;
  const revocation = revocationEndpoint ?? known?.revocation;
  if (token === undefined || (authorization === undefined && by === 'link')) return undefined;
  return { authorization: authorization ?? '', token, ...(revocation && { revocation }) };
}
