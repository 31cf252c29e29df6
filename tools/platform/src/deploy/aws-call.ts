import { abortable, limited } from './abortable';
import { DeployError, type DeployErrorCode } from './deploy.error';
import { isConnectionError, isTransientStatus } from './transient';

const codes: Readonly<Record<string, DeployErrorCode>> = {
  ClusterNotFoundException: 'NOT_FOUND',
  ImageNotFoundException: 'NOT_FOUND',
  InvalidParameterException: 'USAGE',
  RepositoryNotFoundException: 'NOT_FOUND',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceNotActiveException: 'NOT_FOUND',
  ServiceNotFoundException: 'NOT_FOUND',
};

/** What a refusal is called: every service of AWS has its own words. */
const refusals: readonly { readonly pattern: RegExp; readonly nextStep: string }[] = [
  { pattern: /^ExpiredToken/, nextStep: 'Sign in again: the credentials have expired.' },
  {
    pattern: /^CredentialsProviderError$|^(Unrecognized|Invalid)Client|Signature|^MissingAuth/,
    nextStep: 'Sign in, such as by `aws sso login`, or let the pipeline assume a role.',
  },
  {
    pattern: /AccessDenied|NotAuthorized|Unauthorized|^AuthFailure$|^OptInRequired$/,
    nextStep: 'Give the role that right: docs/deploy/ecs.md lists what a deploy needs.',
  },
];

const throttling = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceededException$/;

/** For the client of one service: what keeps a single attempt from taking for ever. */
export const awsRequestLimits = {
  connectionTimeout: 5_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
} as const;

/** One call with all its attempts. */
const CALL_TIMEOUT_MS = 60_000;

interface AwsError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Runs one call of AWS, which the SDK tries again where that makes sense, and names its failure.
 *
 * @param call such as `ecs:DescribeServices`: the right that it needs
 * @param signal ends it early
 * @param run hands the options on to the client
 * @throws {DeployError} after a minute at the latest; the reason of the signal
 */
export async function awsCall<T>(
  call: string,
  signal: AbortSignal | undefined,
  run: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const abortSignal = limited(CALL_TIMEOUT_MS, signal);
  try {
    return await abortable(abortSignal, () => run({ abortSignal }));
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DeployError ? error : awsFailure(call, error as AwsError);
  }
}

function awsFailure(call: string, error: AwsError): DeployError {
  const { name, message, $metadata: { httpStatusCode: status } = {} } = error;
  const reason = `${call} failed with ${name}: ${message}`;
  const refusal = refusals.find(({ pattern }) => pattern.test(name));
  if (refusal !== undefined || status === 401 || status === 403) {
    const text = [reason, refusal?.nextStep ?? refusals.at(-1)!.nextStep].join('\n');
    return new DeployError('ACCESS_DENIED', text, [], { cause: error });
  }
  const isThrottled = throttling.test(name);
  const transient =
    isThrottled || (status === undefined ? isConnectionError(error) : isTransientStatus(status));
  const step = isThrottled
    ? '\nAWS still throttled after several tries: run the deploy again.'
    : '';
  return new DeployError(codes[name] ?? 'FAILED', reason + step, [], { cause: error, transient });
}
