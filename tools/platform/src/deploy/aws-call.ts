import { DeployError, type DeployErrorCode } from './deploy.error';

const codes: Readonly<Record<string, DeployErrorCode>> = {
  AccessDeniedException: 'ACCESS_DENIED',
  ClusterNotFoundException: 'NOT_FOUND',
  CredentialsProviderError: 'ACCESS_DENIED',
  ExpiredToken: 'ACCESS_DENIED',
  ExpiredTokenException: 'ACCESS_DENIED',
  ImageNotFoundException: 'NOT_FOUND',
  InvalidParameterException: 'USAGE',
  InvalidSignatureException: 'ACCESS_DENIED',
  RepositoryNotFoundException: 'NOT_FOUND',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceNotActiveException: 'NOT_FOUND',
  ServiceNotFoundException: 'NOT_FOUND',
  UnrecognizedClientException: 'ACCESS_DENIED',
};

const nextSteps: Partial<Record<string, string>> = {
  AccessDeniedException: 'Give the role that right: docs/deploy/ecs.md lists what a deploy needs.',
  CredentialsProviderError:
    'Sign in, such as by `aws sso login`, or let the pipeline assume a role.',
  ExpiredToken: 'Sign in again: the credentials have expired.',
  ExpiredTokenException: 'Sign in again: the credentials have expired.',
  ThrottlingException: 'AWS still throttled after several tries: run the deploy again.',
};

/**
 * Runs one call of AWS, which the SDK tries again where that makes sense, and names its failure.
 *
 * @param call such as `ecs:DescribeServices`: the right that it needs
 * @throws {DeployError}
 */
export async function awsCall<T>(call: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof DeployError) throw error;
    const { name, message } = error as Error;
    const step = nextSteps[name];
    throw new DeployError(
      codes[name] ?? 'FAILED',
      `${call} failed with ${name}: ${message}${step === undefined ? '' : `\n${step}`}`,
      [],
      { cause: error },
    );
  }
}
