import type { SignInConfig } from '@repo/config';
import { readSettingsFile, settingsFault } from '../../settings-file';
import { presets, type Preset } from './presets';
import type { Provider } from './provider';
import { servicesOf, type Service } from './services';
import { signInFile, type SignInFile } from './sign-in-schema';

/** Where people sign in, and what they may do. */
export interface SignInSettings extends Omit<SignInFile, 'providers' | 'services'> {
  readonly providers: readonly Provider[];
  readonly services: readonly Service[];
}

const VARIABLE = 'AUTH_PROVIDERS';

/**
 * Reads the file of `AUTH_PROVIDERS`.
 *
 * @throws {Error} it cannot be read, or with all its faults, each by its path
 */
export function readSignInSettings(path: string, config: SignInConfig): SignInSettings {
  const data = readSettingsFile(VARIABLE, path, signInFile);
  const faults: string[] = [];
  const providers = data.providers.map((provider) => {
    const { id, preset, tenant } = provider;
    const manners: Preset = presets[preset];
    const issuer = provider.issuer ?? manners.issuer?.(tenant);
    if (issuer === undefined) {
      faults.push(`providers.${id}: ${preset === 'entra' ? 'tenant' : 'issuer'} is missing`);
    }
    return {
      ...provider,
      manners,
      issuer: issuer ?? '',
      title: provider.title ?? manners.title,
      scopes: provider.scopes?.join(' ') ?? manners.scopes,
      groupsClaims: provider.groupsClaims ?? [...manners.groupsClaims],
      clientSecret: config.clientSecrets.get(id),
    };
  });
  const services = servicesOf(data.services, providers, config, faults);
  const ids = new Set(providers.map(({ id }) => id));
  const all = [...providers, ...services].map(({ id }) => id);
  if (ids.size < providers.length) faults.push('providers: two have the same id');
  // They share their secrets.
  else if (new Set(all).size < all.length)
    faults.push('services: two, or a provider, have the same id');
  for (const name of [...config.clientSecrets.keys()].filter((one) => !all.includes(one))) {
    faults.push(`AUTH_CLIENT_SECRETS has a secret of ${name}, and nothing in it has that id`);
  }
  for (const [index, grant] of data.grants.entries()) {
    for (const id of grant.providers ?? []) {
      if (!ids.has(id)) faults.push(`grants.${index}.providers: no provider has the id ${id}`);
    }
  }
  if (faults.length > 0) throw settingsFault(VARIABLE, path, faults);
  return { ...data, providers, services };
}
