import { awsCall, awsRequestLimits } from '../deploy/aws-call';
import { ecrOf } from '../deploy/image-reference';
import { withTemporaryFile } from '../deploy/cli/temporary';

/**
 * Runs something with credentials for a registry: for Amazon's those that AWS gives, for any other
 * those of an earlier `docker login` or `skopeo login`.
 *
 * @param use gets the arguments for skopeo; the credentials are in a file, as other users of
 *   the machine can see arguments
 */
export async function withLogin<T>(
  registry: string,
  use: (login: readonly string[]) => Promise<T>,
): Promise<T> {
  const { ecr } = ecrOf(registry);
  if (ecr === undefined) return use([]);
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = new ECRClient({
    region: ecr.region,
    maxAttempts: 6,
    requestHandler: awsRequestLimits,
  });
  const call = 'ecr:GetAuthorizationToken';
  const { authorizationData } = await awsCall(call, undefined, (options) =>
    client.send(new GetAuthorizationTokenCommand(), options),
  );
  const auth = authorizationData?.[0]?.authorizationToken;
  const credentials = JSON.stringify({ auths: { [registry]: { auth } } });
  return withTemporaryFile('auth.json', credentials, (file) => use(['--authfile', file]));
}
