import { Injectable } from '@nestjs/common';
import { CredentialSource, type CredentialDemand } from '../features/credential-source';
import { ToolError } from '../features/tool.error';

/**
 * What `context.credential()` gives in a test: tokens by the name of their service, or what a function
 * returns for a demand; undefined for a person who has not linked an account.
 */
export type TestCredentials =
  Readonly<Record<string, string>> | ((demand: CredentialDemand) => string | undefined);

/** Gives the credentials of a test. */
@Injectable()
export class FixedCredentials extends CredentialSource {
  constructor(private readonly credentials: TestCredentials) {
    super();
  }

  credential(demand: CredentialDemand): Promise<string> {
    const { credentials } = this;
    const { service } = demand;
    const token = typeof credentials === 'function' ? credentials(demand) : credentials[service];
    if (token !== undefined) return Promise.resolve(token);
    return Promise.reject(new ToolError(`${service} must be linked first.`));
  }
}
