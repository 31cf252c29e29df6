import type { Config } from '@repo/config';
import { readSignInSettings } from '../settings/sign-in-settings';
import { examineIssuer } from './examine-issuer';
import { examineProvider } from './examine-provider';
import type { Examination } from './finding';

/**
 * Looks at all identity providers of a configuration, from the outside: nobody signs in, and nothing
 * is issued.
 *
 * @param origin of this server, as people reach it
 * @throws {Error} what is wrong with the file of `AUTH_PROVIDERS`
 */
export async function examineSignIn(
  { signIn, identityProvider }: Pick<Config, 'signIn' | 'identityProvider'>,
  origin: string,
  now: () => number = Date.now,
): Promise<readonly Examination[]> {
  const examinations: Promise<Examination>[] = [];
  if (signIn.providers !== undefined && !signIn.hasSamplePeople) {
    const settings = readSignInSettings(signIn.providers, signIn);
    for (const provider of settings.providers) {
      examinations.push(examineProvider(provider, { origin, settings, now }));
    }
  }
  if (identityProvider.issuer !== undefined) {
    examinations.push(examineIssuer(identityProvider, now));
  }
  return Promise.all(examinations);
}
