import { Policy, type PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge';

/**
 * Gives a role rights in a policy of its own.
 *
 * @param reason why no resource with a wildcard among them can be narrower
 */
export function grant(role: Role, statements: readonly PolicyStatement[], reason: string): void {
  const policy = new Policy(role, 'Rights', { statements: [...statements], roles: [role] });
  const wide = statements.flatMap(({ resources }) => resources.filter((arn) => arn.includes('*')));
  for (const arn of new Set(wide)) {
    acknowledge(policy, reason, `AwsSolutions-IAM5[Resource::${arn}]`);
  }
}
