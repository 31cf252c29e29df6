import { organization } from '../../../identity';
import type { DeployLock } from '../../platform';
import { readLockTag, writeLockTag } from '../ecs/lock-tag';
import type { Tool } from '../tool/tool';
import { withFile } from '../tool/with-file';

export const lockTag = `${organization}-deploy-lock`;
/** Which release runs. */
export const releaseTag = `${organization}-deploy-release`;

export interface AzureResource {
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>> | null;
}

/** One resource of Azure in the form of its REST interface, which templates have too. */
export class ResourceApi<T extends AzureResource> {
  private readonly address: string;

  /** @param id `/subscriptions/…/providers/TYPE/NAME` */
  constructor(
    private readonly az: Tool,
    readonly id: string,
    apiVersion: string,
  ) {
    this.address = `https://management.azure.com${id}?api-version=${apiVersion}`;
  }

  async get(): Promise<T | undefined> {
    return this.az.find<T>(['rest', '--method', 'get', '--url', this.address]);
  }

  /** @param body in a file that only this user may read, as it may hold secrets */
  async put(body: unknown, signal?: AbortSignal): Promise<void> {
    await withFile('body.json', JSON.stringify(body), (file) =>
      this.az.run(['rest', '--method', 'put', '--url', this.address, '--body', `@${file}`], signal),
    );
  }

  async delete(): Promise<void> {
    await this.az.run(['rest', '--method', 'delete', '--url', this.address]);
  }

  async tag(key: string, value: string): Promise<void> {
    await this.changeTags('Merge', `${key}=${value}`);
  }

  /** Nobody, where there is no such resource yet. */
  async readLock(): Promise<DeployLock | undefined> {
    return readLockTag((await this.get())?.tags?.[lockTag]);
  }

  async writeLock(lock: DeployLock): Promise<void> {
    await this.tag(lockTag, writeLockTag(lock));
  }

  async clearLock(): Promise<void> {
    const value = (await this.get())?.tags?.[lockTag];
    if (value !== undefined) await this.changeTags('Delete', `${lockTag}=${value}`);
  }

  private async changeTags(operation: 'Merge' | 'Delete', tag: string): Promise<void> {
    const args = ['--resource-id', this.id, '--operation', operation, '--tags', tag];
    await this.az.run(['tag', 'update', ...args]);
  }
}
