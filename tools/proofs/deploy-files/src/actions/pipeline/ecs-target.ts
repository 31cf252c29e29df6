import { FakeAmazon } from './fake-amazon';
import type { Target, TargetSetting } from './target';

const ACCOUNTS = { staging: '111111111111', production: '222222222222' };
const ECR = `${ACCOUNTS.staging}.dkr.ecr.eu-central-1.amazonaws.com`;
const PUSH_ROLE = `arn:aws:iam::${ACCOUNTS.staging}:role/mcp-github-push`;
const deployRole = (environment: keyof typeof ACCOUNTS) =>
  `arn:aws:iam::${ACCOUNTS[environment]}:role/mcp-github-deploy`;

/** Of a person, in a checkout of production. */
export const administrator = {
  ...{ AWS_ACCESS_KEY_ID: `${ACCOUNTS.production}.administrator`, AWS_SECRET_ACCESS_KEY: 'none' },
  IMAGE_REGISTRY: `${ECR}/mcp`,
};

/** The environments and roles of `infrastructure.yml`. */
const infrastructure = (() => {
  const environments: Record<string, { variables: Record<string, string> }> = {};
  const trusts: Record<string, string> = {};
  for (const [name, account] of Object.entries(ACCOUNTS)) {
    for (const what of ['plan', 'provision']) {
      const role = `arn:aws:iam::${account}:role/${what}`;
      environments[`${name}-${what}`] = { variables: { [`AWS_${what.toUpperCase()}_ROLE`]: role } };
      trusts[role] = `${name}-${what}`;
    }
  }
  return { environments, trusts };
})();

/** Two accounts of Amazon, and the registry of the first. */
export async function ecsTarget({ record, registry, endpoint }: TargetSetting) {
  const amazon = await FakeAmazon.start(ACCOUNTS, registry, record);
  const variablesOf = (name: keyof typeof ACCOUNTS) => ({
    ...{ AWS_DEPLOY_ROLE: deployRole(name), VERIFY_URL: `${endpoint}/mcp` },
  });
  return {
    amazon,
    variables: {
      ...{ IMAGE_REGISTRY: `${ECR}/mcp`, AWS_REGION: 'eu-central-1' },
      ...{ ATTESTATIONS: 'true', CODE_SECURITY: 'true', AWS_INFRASTRUCTURE: 'true' },
    },
    environments: {
      images: { variables: { AWS_PUSH_ROLE: PUSH_ROLE } },
      staging: { variables: variablesOf('staging') },
      production: { variables: variablesOf('production'), reviewed: true },
      ...infrastructure.environments,
    },
    trusts: {
      ...infrastructure.trusts,
      [PUSH_ROLE]: 'images',
      [deployRole('staging')]: 'staging',
      [deployRole('production')]: 'production',
    },
    processEnv: { AWS_ENDPOINT_URL: amazon.url, PROOF_REGISTRY_NAME: ECR },
    digests: (environment) => ({
      api: amazon.digestOf(environment, 'mcp-server'),
      worker: amazon.digestOf(environment, 'mcp-worker'),
    }),
    stop: () => amazon.stop(),
  } satisfies Target & { amazon: FakeAmazon };
}
