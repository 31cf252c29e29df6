import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { awsCall } from '../../aws-call';
import type { ImageReference } from '../../image-reference';

/**
 * Refuses an image that is not in Amazon's registry, before anything is changed. Other registries
 * are not asked: the tasks would say it.
 *
 * @throws {DeployError} NOT_FOUND
 */
export async function requireImage(ecr: ECRClient, image: ImageReference): Promise<void> {
  if (image.ecr === undefined) return;
  const command = new DescribeImagesCommand({
    registryId: image.ecr.account,
    repositoryName: image.name,
    imageIds: [{ imageDigest: image.digest }],
  });
  await awsCall('ecr:DescribeImages', () => ecr.send(command));
}
