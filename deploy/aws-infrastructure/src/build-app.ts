import { App as CdkApp, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { loadEnvironment } from './environment';
import { FoundationStack } from './foundation.stack';
import { ScalingStack } from './scaling.stack';
import { ServicesStack } from './services.stack';

export interface BuildOptions {
  /** Such as `staging`. */
  readonly environment: string;
  readonly outdir?: string;
}

/** The stacks of one environment, checked by the rules of cdk-nag. */
export function buildApp({ environment: name, outdir }: BuildOptions): CdkApp {
  const environment = loadEnvironment(name);
  const app = new CdkApp(outdir === undefined ? {} : { outdir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const foundation = new FoundationStack(app, `mcp-${name}-foundation`, environment);
  new ServicesStack(app, `mcp-${name}-services`, environment, foundation);
  new ScalingStack(app, `mcp-${name}-scaling`, environment);
  Tags.of(app).add('application', 'mcp');
  Tags.of(app).add('environment', name);
  return app;
}
