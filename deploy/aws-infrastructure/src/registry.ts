import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { apps, type Environment } from './environment';

/** How many releases are kept: what runs anywhere must be among them. */
const MAX_RELEASES = 200;

/** The images of all apps, in the one environment that keeps them for all. */
export class Registry extends Construct {
  readonly repositories: readonly Repository[];

  constructor(scope: Construct, environment: Environment) {
    super(scope, 'Registry');
    this.repositories = apps.map((app) => this.repository(app, environment));
  }

  private repository(app: string, { account, accounts }: Environment): Repository {
    const repository = new Repository(this, app, {
      repositoryName: `mcp/${app}`,
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        // The images and attestations of an index have no tag: ECR keeps them as long as the index.
        { tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(14), rulePriority: 1 },
        // Only the index of a release has a tag, <version>-<commit>, so it counts once.
        { tagPatternList: ['*.*.*-*'], maxImageCount: MAX_RELEASES, rulePriority: 2 },
      ],
    });
    const others = accounts.filter((other) => other !== account);
    if (others.length > 0) {
      repository.addToResourcePolicy(
        new PolicyStatement({
          principals: others.map((other) => new AccountPrincipal(other)),
          actions: [
            'ecr:BatchCheckLayerAvailability',
            'ecr:BatchGetImage',
            'ecr:DescribeImages',
            'ecr:GetDownloadUrlForLayer',
          ],
        }),
      );
    }
    return repository;
  }
}
