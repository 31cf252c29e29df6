import { isTimeout, reasonOf, ScalingError, type ScalingErrorCode } from '../scaling.error';

const codes: Readonly<Record<string, ScalingErrorCode>> = {
  ThrottlingException: 'THROTTLED',
  Throttling: 'THROTTLED',
  TooManyRequestsException: 'THROTTLED',
  LimitExceededException: 'THROTTLED',
  ConcurrentUpdateException: 'CONFLICT',
  ResourceInUseException: 'CONFLICT',
  UpdateInProgressException: 'CONFLICT',
  AccessDeniedException: 'ACCESS_DENIED',
  UnrecognizedClientException: 'ACCESS_DENIED',
  ExpiredTokenException: 'ACCESS_DENIED',
  InvalidSignatureException: 'ACCESS_DENIED',
  CredentialsProviderError: 'ACCESS_DENIED',
  ClusterNotFoundException: 'NOT_FOUND',
  ServiceNotFoundException: 'NOT_FOUND',
  ServiceNotActiveException: 'NOT_FOUND',
  ObjectNotFoundException: 'NOT_FOUND',
  ResourceNotFoundException: 'NOT_FOUND',
  ServerException: 'UNREACHABLE',
  InternalServiceException: 'UNREACHABLE',
};

/** Runs one call of AWS and names its failure in our terms. */
export async function awsCall<T>(
  target: string,
  call: string,
  timeout: number,
  run: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await run(AbortSignal.timeout(timeout));
  } catch (error) {
    throw new ScalingError(codeOf(error), target, call, reasonOf(error), { cause: error });
  }
}

function codeOf(error: unknown): ScalingErrorCode {
  if (isTimeout(error)) return 'TIMED_OUT';
  const { name, $fault } = error as { name?: string; $fault?: string };
  return codes[name ?? ''] ?? ($fault === 'client' ? 'REFUSED' : 'UNREACHABLE');
}
