import type { Preset } from './presets';
import type { ProviderSettings } from './sign-in-schema';

/** A provider with all that is known of it. */
export interface Provider extends Omit<ProviderSettings, 'title' | 'issuer' | 'scopes'> {
  readonly title: string;
  readonly issuer: string;
  readonly scopes: string;
  readonly manners: Preset;
  readonly clientSecret: string | undefined;
}
