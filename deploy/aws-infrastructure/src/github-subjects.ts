import type { Environment } from './environment';

/** The environment on GitHub of the job that builds and pushes images: docs/deploy/pipeline.md. */
export const IMAGES_ENVIRONMENT = 'images';

/**
 * The subjects that GitHub gives to the tokens of one environment's jobs: with names alone, and,
 * for repositories made, renamed or moved since July 2026, with the ids of owner and repository
 * beside the names. All are compared whole: a pattern for the ids would let in a repository of
 * whoever takes a name that became free.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export function subjectsOf(
  { repository, githubIds }: Pick<Environment, 'repository' | 'githubIds'>,
  environment: string,
): string[] {
  const [owner, name] = repository.split('/');
  const repositories = [repository];
  if (githubIds) {
    repositories.push(`${owner}@${githubIds.owner_id}/${name}@${githubIds.repository_id}`);
  }
  return repositories.map((one) => `repo:${one}:environment:${environment}`);
}
