import type { ContainerGroup } from '../../platforms/container-instances/container-group';
import type { AzureResource } from '../azure/azure-resource';
import { FakeTools, type ToolAnswer, type ToolCall } from './fake-tools';

type Resource = AzureResource & { properties?: unknown };

const notFound = { stderr: 'ERROR: Not Found({"error":{"code":"ResourceNotFound"}})', code: 3 };

/** az with resources behind it by the last part of their names. */
export class FakeAzure {
  tools!: FakeTools;
  readonly resources = new Map<string, Resource>();
  readonly blobs = new Map<string, string>();
  /** The packages that were published, in their order. */
  readonly published: string[] = [];
  /** Groups that somebody has stopped; Azure starts one that is put anew. */
  readonly stopped = new Set<string>();
  /** The bodies that were put, in their order. */
  readonly put: ContainerGroup[] = [];
  secretVersion = 1;
  comesUp = true;
  /** An image that does not come up. */
  broken: string | undefined;
  migrationExitCode = 0;
  refuses: string | undefined;
  /** The template that was applied, by its hash. */
  infrastructure: { templateHash: string; parameters: object } | undefined;

  static async start(...more: string[]): Promise<FakeAzure> {
    const azure = new FakeAzure();
    azure.tools = await FakeTools.start(['az', ...more], (call) => azure.answer(call));
    return azure;
  }

  static readonly hashOf = (template: string) => String(template.length);

  private answer({ program, args, files }: ToolCall): ToolAnswer {
    if (program === 'npx') return {};
    if (this.refuses !== undefined) return { stderr: this.refuses, code: 1 };
    const option = (name: string) => args[args.indexOf(name) + 1]!;
    if (args[0] === 'rest' && option('--url').includes('calculateTemplateHash')) {
      return { stdout: JSON.stringify(FakeAzure.hashOf(files[0]!)) };
    }
    if (args[0] === 'rest') return this.rest(option('--method'), option('--url'), files[0]);
    if (args[0] === 'tag') {
      const resource = this.resources.get(option('--resource-id').split('/').at(-1)!);
      if (resource === undefined) return notFound;
      return this.tag(resource, option('--operation'), option('--tags'));
    }
    switch (args.slice(0, 3).join(' ')) {
      case 'deployment group show':
        return this.infrastructure === undefined
          ? { stderr: 'ERROR: (DeploymentNotFound) Deployment could not be found', code: 3 }
          : { stdout: this.infrastructure };
      case 'keyvault secret show': {
        const name = option('--name');
        const id = `https://vault/secrets/${name}/${this.secretVersion}`;
        return { stdout: JSON.stringify(option('--query') === 'id' ? id : `value of ${name}`) };
      }
      case 'container logs --resource-group':
        return { stdout: 'first\nDATABASE_URL is missing\n' };
      case 'storage blob upload':
        this.blobs.set(option('--name'), files[0]!);
        return {};
      case 'storage blob download':
        return this.blobs.has(option('--name')) ? {} : { stderr: 'BlobNotFound', code: 3 };
      case 'functionapp deployment source':
        this.published.push(option('--src'));
        return this.comesUp ? {} : { stderr: 'ERROR: Deployment failed.', code: 1 };
    }
    throw new Error(`The fake does not know ${args.join(' ')}`);
  }

  private rest(method: string, url: string, file: string | undefined): ToolAnswer {
    const name = url.split('?')[0]!.split('/').at(-1)!;
    if (method === 'delete') {
      this.resources.delete(name);
      return {};
    }
    if (method === 'post') {
      const group = url.split('?')[0]!.split('/').at(-2)!;
      this.stopped.add(group);
      return {};
    }
    if (method === 'get') return this.resources.has(name) ? this.shown(name) : notFound;
    const body = JSON.parse(file!) as ContainerGroup;
    this.put.push(body);
    this.stopped.delete(name);
    this.resources.set(name, body);
    return this.shown(name);
  }

  /** A group as Azure tells it: without secrets, and with how it runs. */
  private shown(name: string): ToolAnswer {
    const resource = this.resources.get(name)!;
    const group = resource as ContainerGroup;
    if (group.properties?.containers === undefined) return { stdout: resource };
    const containers = group.properties.containers.map((one) => ({
      ...one,
      properties: {
        ...one.properties,
        environmentVariables: one.properties.environmentVariables?.map(
          ({ name: variable, value }) =>
            value === undefined ? { name: variable } : { name: variable, value },
        ),
        instanceView: this.viewOf(name, group, one.name),
      },
    }));
    const properties = {
      ...group.properties,
      provisioningState: 'Succeeded',
      instanceView: { state: this.stopped.has(name) ? 'Stopped' : 'Running' },
      containers,
    };
    return { stdout: { ...group, properties } };
  }

  /** How one container of a group is. */
  private viewOf(name: string, group: ContainerGroup, container: string) {
    const works = group.properties.containers[0]?.properties.image !== this.broken;
    const ended = (exitCode: number) => ({ currentState: { state: 'Terminated', exitCode } });
    if (this.stopped.has(name)) return ended(0);
    if (name === 'mcp-migrate') return ended(this.migrationExitCode);
    const running = { restartCount: 0, currentState: { state: 'Running' } };
    if (name.startsWith('mcp-start')) {
      if (container === 'ask') return works ? ended(0) : running;
      return works ? running : ended(78);
    }
    const waiting = { state: 'Waiting', detailStatus: 'CrashLoopBackOff' };
    return works ? running : { restartCount: 3, currentState: waiting };
  }

  private tag(resource: Resource, operation: string, tag: string): ToolAnswer {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(tag)!;
    const others = { ...resource.tags };
    delete (others as Record<string, string>)[key];
    const tags = operation === 'Delete' ? others : { ...others, [key]: value };
    Object.assign(resource, { tags });
    return {};
  }
}
