import { CfnOutput } from 'aws-cdk-lib';
import {
  CfnOIDCProvider,
  FederatedPrincipal,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deployRights } from './deploy-rights';
import type { Environment } from './environment';
import { grant } from './grant';
import { IMAGES_ENVIRONMENT, subjectsOf } from './github-subjects';
import { pushRights } from './push-rights';

const ISSUER = 'token.actions.githubusercontent.com';

/**
 * What the workflows of one repository may do here, without keys: one role deploys, and one, where
 * the registry is, pushes images. Each trusts an environment of its own on GitHub, so that the job
 * which runs the code of a build cannot take the role that deploys.
 */
export class GithubRoles extends Construct {
  private readonly provider: CfnOIDCProvider;

  constructor(
    scope: Construct,
    private readonly environment: Environment,
  ) {
    super(scope, 'GithubDeployer');
    const { account, name, registry } = environment;
    this.provider = new CfnOIDCProvider(this, 'Provider', {
      url: `https://${ISSUER}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    const deploying = {
      ...{ roleName: 'mcp-github-deploy', from: name, rights: deployRights(environment) },
      reason:
        'Revisions, tasks and log streams are new each time; the other calls know no resource.',
    };
    this.role('DeployRole', 'Role', deploying);
    if (registry.account !== account) return;
    const pushing = {
      ...{ roleName: 'mcp-github-push', from: IMAGES_ENVIRONMENT, rights: pushRights(environment) },
      reason: 'The token is for a registry of all repositories: this call knows no resource.',
    };
    this.role('PushRole', 'Push', pushing);
  }

  private role(output: string, id: string, { roleName, from, rights, reason }: GithubRole): void {
    const subjects = subjectsOf(this.environment, from);
    const assumedBy = new FederatedPrincipal(
      this.provider.attrArn,
      { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subjects } },
      'sts:AssumeRoleWithWebIdentity',
    );
    const role = new Role(this, id, { roleName, assumedBy });
    grant(role, rights, reason);
    new CfnOutput(this, output, { value: role.roleArn });
  }
}

interface GithubRole {
  readonly roleName: string;
  /** The environment on GitHub whose jobs may take it. */
  readonly from: string;
  readonly rights: readonly PolicyStatement[];
  /** Why no resource with a wildcard can be narrower. */
  readonly reason: string;
}
