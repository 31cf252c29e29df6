import { type FieldFault, quoteField } from '@repo/foundation';

/** Why a client or key cannot be changed so. The messages are public. */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  private constructor(
    readonly code: 'invalid' | 'forbidden' | 'unknown' | 'conflict',
    message: string,
    /** Of what is invalid, all of it. */
    readonly faults: readonly FieldFault[] = [],
  ) {
    super(message);
  }

  static invalid(faults: readonly FieldFault[]): ClientError {
    const message = faults.map(({ field, detail }) => `${quoteField(field)}: ${detail}`).join('; ');
    return new ClientError('invalid', message, faults);
  }

  /** @param scopes those that the one who acts does not hold */
  static forbidden(scopes: readonly string[]): ClientError {
    return new ClientError(
      'forbidden',
      `You cannot hand out what you do not hold: ${scopes.join(' ')}. Ask somebody with admin:*.`,
    );
  }

  static unknown(what: 'client' | 'key'): ClientError {
    return new ClientError('unknown', `There is no such ${what}.`);
  }

  static conflict(message: string): ClientError {
    return new ClientError('conflict', message);
  }
}
