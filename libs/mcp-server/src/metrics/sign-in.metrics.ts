import { FailedSignIns, IssuerRegistry } from '@repo/auth';
import { CredentialAges, type CredentialDates } from '@repo/auth/clients';
import { counter, gauge, type Sample } from '@repo/telemetry';
import { Injectable } from '@nestjs/common';

/** Who fails to sign in, and how old the keys are that callers sign in with. */
@Injectable()
export class SignInMetrics {
  constructor(signIns: FailedSignIns, issuers: IssuerRegistry, credentials: CredentialAges) {
    counter({
      name: 'auth_sign_in_failures_total',
      help: 'Wrong tokens, keys and secrets; those that have just expired are none.',
      collect: () => [{ value: signIns.failuresSoFar }],
    });
    counter({
      name: 'auth_sign_in_blocks_total',
      help: 'Blocks after too many of them, of an address or a client id.',
      labelNames: ['of'],
      collect: () =>
        Object.entries(signIns.blocksSoFar).map(([of, value]) => ({ labels: { of }, value })),
    });
    const ofKeys = (name: string, help: string, time: 'fetchedAt' | 'triedAt') =>
      gauge({
        name,
        help,
        aggregator: 'max',
        collect: () => {
          const at = issuers.keyTimes?.[time] ?? -Infinity;
          return at === -Infinity ? [] : [{ value: at / 1_000 }];
        },
      });
    ofKeys(
      'auth_issuer_keys_fetched_timestamp_seconds',
      'When the keys of JWT_ISSUER were got last, in seconds since 1970.',
      'fetchedAt',
    );
    ofKeys(
      'auth_issuer_keys_tried_timestamp_seconds',
      'When it was tried last to get the keys of JWT_ISSUER, in seconds since 1970.',
      'triedAt',
    );
    const ofCredentials = (name: string, help: string, date: 'oldest' | 'nextEnd') =>
      gauge({
        name,
        help,
        labelNames: ['kind'],
        aggregator: 'max',
        collect: async () => samplesOf(await credentials.all(), date),
      });
    ofCredentials(
      'auth_oldest_credential_timestamp_seconds',
      'When the oldest key or secret of a client was made that is good, in seconds since 1970.',
      'oldest',
    );
    ofCredentials(
      'auth_next_credential_expiry_timestamp_seconds',
      'When the next key or secret of a client ends, in seconds since 1970.',
      'nextEnd',
    );
  }
}

function samplesOf(all: readonly CredentialDates[], date: 'oldest' | 'nextEnd'): Sample[] {
  return all.flatMap(({ kind, [date]: value }) =>
    value === null ? [] : [{ labels: { kind }, value }],
  );
}
