import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { apps, type Environment } from './environment';

/** What `nx push` calls: docs/deploy/pipeline.md. */
export function pushRights({ registry }: Environment): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: repositoriesOf(registry),
    }),
  ];
}

/** The ARNs of the repositories of all apps. */
export const repositoriesOf = ({ region, account }: Environment['registry']): string[] =>
  apps.map((app) => `arn:aws:ecr:${region}:${account}:repository/mcp/${app}`);
