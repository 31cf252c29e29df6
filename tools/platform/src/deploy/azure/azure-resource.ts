import { readLockTag, writeLockTag } from '../lock-tag';
import type { DeployLock } from '../platform';
import { withTemporaryFile } from '../cli/temporary';
import { Cli, type CliKind } from '../cli/cli';
import { organization } from '../../identity';

export const LOCK_TAG = `${organization}-deploy-lock`;
/** Which release runs. */
export const RELEASE_TAG = `${organization}-deploy-release`;

export interface AzureResource {
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>> | null;
}

/** One resource of Azure in the form of its REST interface, which templates have too. */
export class ResourceApi<T extends AzureResource> {
  private readonly address: string;

  /** @param id `/subscriptions/…/providers/TYPE/NAME` */
  constructor(
    private readonly az: Cli,
    readonly id: string,
    private readonly apiVersion: string,
  ) {
    this.address = `https://management.azure.com${id}?api-version=${apiVersion}`;
  }

  /** The same calls, which end when the signal is aborted. */
  within(signal: AbortSignal): ResourceApi<T> {
    return new ResourceApi(this.az.within(signal), this.id, this.apiVersion);
  }

  async get(): Promise<T | undefined> {
    return this.az.find<T>(['rest', '--method', 'get', '--url', this.address]);
  }

  /** @param body in a file that only this user may read, as it may contain secrets */
  async put(body: unknown): Promise<void> {
    await withTemporaryFile('body.json', JSON.stringify(body), (file) =>
      this.az.run(['rest', '--method', 'put', '--url', this.address, '--body', `@${file}`]),
    );
  }

  /** Does what the resource can do, such as `stop`. */
  async act(action: string): Promise<void> {
    const [address, query] = this.address.split('?');
    await this.az.run(['rest', '--method', 'post', '--url', `${address}/${action}?${query}`]);
  }

  async delete(): Promise<void> {
    await this.az.run(['rest', '--method', 'delete', '--url', this.address]);
  }

  async tag(key: string, value: string): Promise<void> {
    await this.changeTags('Merge', `${key}=${value}`);
  }

  /** `undefined` where there is no such resource yet. */
  async readLock(): Promise<DeployLock | undefined> {
    return readLockTag((await this.get())?.tags?.[LOCK_TAG]);
  }

  async writeLock(lock: DeployLock): Promise<void> {
    await this.tag(LOCK_TAG, writeLockTag(lock));
  }

  async clearLock(): Promise<void> {
    const value = (await this.get())?.tags?.[LOCK_TAG];
    if (value !== undefined) await this.changeTags('Delete', `${LOCK_TAG}=${value}`);
  }

  private async changeTags(operation: 'Merge' | 'Delete', tag: string): Promise<void> {
    const args = ['--resource-id', this.id, '--operation', operation, '--tags', tag];
    await this.az.run(['tag', 'update', ...args]);
  }
}

const az: CliKind = {
  program: 'az',
  install: 'https://learn.microsoft.com/cli/azure/install-azure-cli',
  failures: [
    {
      pattern: /az login|AADSTS|InvalidAuthenticationToken|ExpiredAuthenticationToken/,
      code: 'ACCESS_DENIED',
      nextStep: 'Sign in: az login, or let the pipeline assume an identity.',
    },
    {
      pattern:
        /Authorization(Failed|Failure|PermissionMismatch)|does not have authorization|do not have the required permissions|AccessDenied|ForbiddenBy|Forbidden\b/,
      code: 'ACCESS_DENIED',
      nextStep: 'Give the account that role: the guide in docs/deploy lists what a deploy needs.',
    },
    {
      pattern:
        /ResourceNotFound|ResourceGroupNotFound|SecretNotFound|BlobNotFound|DeploymentNotFound|was not found/,
      code: 'NOT_FOUND',
    },
    {
      pattern: /ContainerGroupTransitioning|AnotherOperationInProgress|\(Conflict\)|\b409\b/,
      code: 'BUSY',
      nextStep: 'Azure is still at an earlier change: run the deploy again.',
    },
    { pattern: /InvalidTemplate|BadRequest|unrecognized arguments|Invalid[A-Z]\w+/, code: 'USAGE' },
  ],
};

/** The id of a resource in the group of an environment. @param type such as `Microsoft.Web/sites` */
export const resourceId = (
  {
    subscription,
    resourceGroup,
  }: { readonly subscription: string; readonly resourceGroup: string },
  type: string,
  name: string,
) => `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;

/** The Azure CLI for one subscription. */
export const azCli = (subscription: string) =>
  new Cli(az, ['--subscription', subscription, '--only-show-errors']);
