import { examineSignIn, examinationText } from '@repo/auth/sign-in';
import type { Config } from '@repo/config';
import { messageOf } from '@repo/foundation';
import { originOf } from '../connect/origin-of';

/** Where a command writes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Looks at the identity providers of this configuration from the outside, and says what is wrong and
 * what to do about it.
 *
 * @returns the exit code: 1 where something must be mended
 */
export async function doctorAuth(config: Config, { out, err }: Terminal): Promise<number> {
  const { signIn, identityProvider } = config;
  const isOwn = signIn.providers === undefined || signIn.hasSamplePeople;
  if (isOwn && identityProvider.issuer === undefined) {
    out(
      'No identity provider is set: AUTH_PROVIDERS names a file of them, JWT_ISSUER one that clients talk to themselves (docs/run/sign-in.md).',
    );
    return 0;
  }
  try {
    const examinations = await examineSignIn(config, originOf(config));
    out(examinations.map(examinationText).join('\n\n'));
    const findings = examinations.flatMap((examination) => examination.findings);
    return findings.some(({ status }) => status === 'fault') ? 1 : 0;
  } catch (error) {
    err(messageOf(error));
    return 1;
  }
}
