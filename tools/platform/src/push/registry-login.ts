import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCall } from '../deploy/aws-call';
import { ecrOf } from '../deploy/image-reference';

/**
 * Runs something with credentials for a registry: for Amazon's those that AWS gives, for any other
 * those of an earlier `docker login` or `skopeo login`.
 *
 * @param use gets the arguments for skopeo; the credentials stand in a file, as arguments are seen
 *   by other users of the machine
 */
export async function withLogin<T>(
  registry: string,
  use: (login: readonly string[]) => Promise<T>,
): Promise<T> {
  const { ecr } = ecrOf(registry);
  if (ecr === undefined) return use([]);
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = new ECRClient({ region: ecr.region, maxAttempts: 6 });
  const { authorizationData } = await awsCall('ecr:GetAuthorizationToken', () =>
    client.send(new GetAuthorizationTokenCommand()),
  );
  const auth = authorizationData?.[0]?.authorizationToken;
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  try {
    const file = join(folder, 'auth.json');
    writeFileSync(file, JSON.stringify({ auths: { [registry]: { auth } } }), { mode: 0o600 });
    return await use(['--authfile', file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
