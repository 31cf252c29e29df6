import { execFileSync } from 'node:child_process';
import { Rights } from '@repo/platform/src/deploy/testing/kubernetes/rights';
import { deployerManifests } from '../../kubernetes/read-manifests';
import { startCluster } from './recorded-cluster';
import type { Target, TargetSetting } from './target';

const REGISTRY_NAME = 'registry.example.com';
/** What its registry takes: `pusher:secret`, by bcrypt. */
export const htpasswd = 'pusher:$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW';
const ROLE = 'arn:aws:iam::111111111111:role/mcp-github-deploy';
/** As the stand-in of `aws` gives it to that role. */
const ROLE_TOKEN = 'k8s-aws-v1.111111111111.mcp-github-deploy';
const ACCOUNT_TOKEN = 'token-of-the-deployer';

/** What `deploy/kubernetes/deployer` gives to whoever deploys. */
const deployerRules = () => deployerManifests().find(({ kind }) => kind === 'Role')!.rules!;

interface ReplicaSet {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: { readonly image: string }[] } };
  };
}

/**
 * A cluster of EKS for staging, which takes the role of the job, and any other for production, with
 * a kubeconfig; and a registry that wants a password. Deploys have the rights of the shipped Role.
 */
export async function kubernetesTarget({ record, endpoint }: TargetSetting) {
  const rights = { staging: new Rights(deployerRules()), production: new Rights(deployerRules()) };
  const clusters = {
    staging: await startCluster('staging', 'mcp-staging', record),
    production: await startCluster('production', 'mcp', record),
  };
  clusters.staging.accounts.set(ROLE_TOKEN, rights.staging);
  clusters.production.accounts.set(ACCOUNT_TOKEN, rights.production);
  const variables = { VERIFY_URL: `${endpoint}/mcp` };
  const digestOf = (environment: keyof typeof clusters, service: string) => {
    const [newest] = clusters[environment].replicaSets(service) as ReplicaSet[];
    return newest!.spec.template.spec.containers[0]!.image.split('@')[1]!;
  };
  return {
    ...{ clusters, rights },
    variables: { IMAGE_REGISTRY: `${REGISTRY_NAME}/mcp`, AWS_REGION: 'eu-central-1' },
    environments: {
      images: {
        variables: { REGISTRY_USER: 'pusher' },
        secrets: { REGISTRY_PASSWORD: 'secret' },
      },
      staging: { variables: { ...variables, EKS_CLUSTER: 'mcp', AWS_DEPLOY_ROLE: ROLE } },
      production: {
        ...{ variables, reviewed: true },
        secrets: { KUBECONFIG: clusters.production.kubeconfigOf({ token: ACCOUNT_TOKEN }) },
      },
    },
    trusts: { [ROLE]: 'staging' },
    processEnv: {
      ...{ PROOF_REGISTRY_NAME: REGISTRY_NAME, PROOF_EKS_CLUSTER: 'mcp' },
      PROOF_EKS_URL: clusters.staging.url,
      PROOF_KUBECTL: execFileSync('which', ['kubectl'], { encoding: 'utf8' }).trim(),
    },
    digests: (environment) => ({
      api: digestOf(environment, 'mcp-server'),
      worker: digestOf(environment, 'mcp-worker'),
    }),
    stop: async () => {
      for (const cluster of Object.values(clusters)) await cluster.stop();
    },
  } satisfies Target & Record<string, unknown>;
}
