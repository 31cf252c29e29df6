import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damaged } from '../damaged';
import { workspace } from '../workspace';
import { type Template, templateFaults } from './template-faults';

const folder = join(workspace, 'deploy/aws-infrastructure');
const isInstalled = existsSync(join(folder, 'node_modules/aws-cdk-lib'));
const suite = isInstalled ? describe : describe.skip;
if (!isInstalled) console.warn('Not proved: run npm ci in deploy/aws-infrastructure first.');

const image = `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@sha256:${'a'.repeat(64)}`;

/** The templates of both stacks, as `cdk synth` writes them. */
function synthesized(environment: string): Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-C', '@repo/source', '-r', '@swc-node/register', 'src/app.ts'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ CDK_OUTDIR: outdir, INFRASTRUCTURE_ENVIRONMENT: environment },
        ...{ API_IMAGE: image, WORKER_IMAGE: image },
      },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const templates = ['foundation', 'services'].map((stack) => {
    const file = join(outdir, `mcp-${environment}-${stack}.template.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as Template;
  });
  rmSync(outdir, { recursive: true });
  return templates;
}

suite('the templates of the infrastructure', () => {
  const [foundation, services] = isInstalled ? synthesized('production') : [];

  it('have the resources and properties that CloudFormation knows', () => {
    expect(Object.keys(foundation!.Resources).length).toBeGreaterThan(30);
    expect(templateFaults(foundation!)).toEqual([]);
    expect(templateFaults(services!)).toEqual([]);
  });

  it('are refused with a resource, a property or a requirement that is not so', () => {
    const [id, service] = Object.entries(services!.Resources).find(
      ([, { Type }]) => Type === 'AWS::ECS::TaskDefinition',
    )!;
    const [container] = service.Properties!['ContainerDefinitions'] as object[];
    const faultsWith = (change: object) =>
      templateFaults(damaged(services!, (copy) => void Object.assign(copy.Resources[id]!, change)));
    expect(faultsWith({ Type: 'AWS::ECS::TaskDefinitions' })[0]).toContain('has no');
    expect(faultsWith({ Properties: { Cpus: '256' } })).toEqual([`${id} has no Cpus`]);
    const nested = [{ ...container, Image: undefined, Immage: 'x' }];
    expect(faultsWith({ Properties: { ContainerDefinitions: nested } })).toEqual([
      `${id}.ContainerDefinitions[0] has no Immage`,
    ]);
  });
});
