import { buildApp } from './build-app';

const {
  INFRASTRUCTURE_ENVIRONMENT: environment,
  API_IMAGE: api,
  WORKER_IMAGE: worker,
} = process.env;
if (!environment) {
  throw new Error('Set INFRASTRUCTURE_ENVIRONMENT, or use: npx nx provision aws-infrastructure');
}
const images = api && worker ? { api, worker } : undefined;
buildApp({ environment, ...(images === undefined ? {} : { images }) }).synth();
