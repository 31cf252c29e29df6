import { AuditTrail } from '@repo/audit/recording';
import { OwnIssuer } from '@repo/auth';
import { CredentialTrail, type CredentialEvent } from '@repo/auth/sign-in';
import { Clock } from '@repo/foundation';
import { Injectable, Optional } from '@nestjs/common';

/** Records what happens to the credentials of people, beside the calls in which it does. */
@Injectable()
export class AuditedCredentials extends CredentialTrail {
  constructor(
    private readonly issuer: OwnIssuer,
    private readonly clock: Clock,
    @Optional() private readonly trail?: AuditTrail,
  ) {
    super();
  }

  record({ action, personId, service, by }: CredentialEvent): void {
    const extra = { subject: personId, issuer: this.issuer.issuer };
    this.trail?.record({
      at: this.clock.now(),
      kind: 'credential',
      name: service,
      input: undefined,
      requestId: '',
      traceId: null,
      client: { era: 'modern', auth: { token: '', clientId: by, scopes: [], extra } },
      outcome: action === 'refused' ? 'refused' : 'ok',
      detail: action,
      durationMs: 0,
      result: '',
    });
  }
}
