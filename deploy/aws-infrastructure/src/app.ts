import { buildApp } from './build-app';

const { INFRASTRUCTURE_ENVIRONMENT: environment } = process.env;
if (!environment) {
  throw new Error('Set INFRASTRUCTURE_ENVIRONMENT, or use: npx nx provision aws-infrastructure');
}
buildApp({ environment }).synth();
