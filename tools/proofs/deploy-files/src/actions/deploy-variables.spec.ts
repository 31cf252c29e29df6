import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../workspace';

/** What `.ci/deploy-variables` says; nothing where all is set. */
function said(job: 'push' | 'deploy', variables: Readonly<Record<string, string>>): string {
  const { status, stderr } = spawnSync(join(workspace, '.ci/deploy-variables'), [job, 'staging'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...variables },
  });
  expect(status).toBe(stderr === '' ? 0 : 1);
  return stderr;
}

const registry = { IMAGE_REGISTRY: 'registry.example.com/mcp' };
const ecr = { IMAGE_REGISTRY: '1.dkr.ecr.eu-central-1.amazonaws.com/mcp' };
const aws = { AWS_DEPLOY_ROLE: 'arn', AWS_REGION: 'eu-central-1' };
const ecs = { ...ecr, DEPLOY_PLATFORM: 'ecs' };
const kubernetes = { ...registry, DEPLOY_PLATFORM: 'kubernetes', HAS_KUBECONFIG: 'false' };
const password = { REGISTRY_USER: 'x', HAS_REGISTRY_PASSWORD: 'true' };

describe('the variables of an environment on GitHub', () => {
  it.each<[string, 'push' | 'deploy', Record<string, string>]>([
    ["a push to Amazon's registry", 'push', { ...ecr, AWS_PUSH_ROLE: 'arn', AWS_REGION: 'x' }],
    ['a push to another registry', 'push', { ...registry, ...password }],
    ['a deploy to ECS', 'deploy', { ...ecs, ...aws }],
    ['a deploy to EKS', 'deploy', { ...kubernetes, ...aws, EKS_CLUSTER: 'mcp' }],
    ['a deploy to another cluster', 'deploy', { ...kubernetes, HAS_KUBECONFIG: 'true' }],
  ])('suffice for %s', (_, job, variables) => {
    expect(said(job, variables)).toBe('');
  });

  it.each<['push' | 'deploy', Record<string, string>, string]>([
    ['push', ecr, 'the variable AWS_PUSH_ROLE is missing'],
    ['push', registry, 'the secret REGISTRY_PASSWORD is missing'],
    ['push', { ...registry, ...password, HAS_REGISTRY_PASSWORD: 'false' }, 'REGISTRY_PASSWORD'],
    ['deploy', { DEPLOY_PLATFORM: 'ecs', ...aws }, 'the variable IMAGE_REGISTRY is missing'],
    ['deploy', ecs, 'the variable AWS_REGION, for ECS, is missing'],
    ['deploy', { ...ecs, ...aws, DEPLOY_PLATFORM: 'k8s' }, "'k8s': expected ecs or kubernetes"],
    ['deploy', kubernetes, 'the secret KUBECONFIG, is missing'],
    ['deploy', { ...kubernetes, EKS_CLUSTER: 'mcp' }, 'AWS_DEPLOY_ROLE, for EKS, is missing'],
    [
      'deploy',
      { ...kubernetes, ...aws, EKS_CLUSTER: 'mcp', HAS_KUBECONFIG: 'true' },
      'EKS_CLUSTER as well as KUBECONFIG',
    ],
  ])('end a %s with %j before anything is changed', (job, variables, fault) => {
    expect(said(job, variables)).toContain(fault);
    expect(said(job, variables)).toContain("Environment 'staging'");
  });
});

describe('where an environment on GitHub is deployed to', () => {
  /** What `.ci/deploy-platform` prints in a repository with these folders. */
  function platformOf(folders: readonly string[], variables: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), 'deploy-platform-'));
    try {
      for (const name of folders) mkdirSync(join(folder, 'deploy', name), { recursive: true });
      const env = { PATH: process.env['PATH'], ...variables };
      const options = { cwd: folder, encoding: 'utf8', env } as const;
      return spawnSync(join(workspace, '.ci/deploy-platform'), [], options).stdout.trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const unset = { DEPLOY_PLATFORM: '', EKS_CLUSTER: '', HAS_KUBECONFIG: 'false' };
  it.each<[string, string[], Record<string, string>, string]>([
    ['both are here', ['ecs', 'kubernetes'], unset, 'ecs'],
    ['ECS was dropped', ['kubernetes'], unset, 'kubernetes'],
    ['Kubernetes was dropped', ['ecs'], unset, 'ecs'],
    ['EKS is set', ['ecs', 'kubernetes'], { ...unset, EKS_CLUSTER: 'mcp' }, 'kubernetes'],
    ['a cluster is set', ['ecs', 'kubernetes'], { ...unset, HAS_KUBECONFIG: 'true' }, 'kubernetes'],
    ['it is said', ['kubernetes'], { ...unset, DEPLOY_PLATFORM: 'ecs' }, 'ecs'],
  ])('is known where %s', (_, folders, variables, platform) => {
    expect(platformOf(folders, variables)).toBe(platform);
  });
});
