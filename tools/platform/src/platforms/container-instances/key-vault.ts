import type { Cli } from '../../deploy/cli/cli';

/** The secrets of a key vault. */
export class KeyVault {
  constructor(
    private readonly az: Cli,
    private readonly vault: string,
  ) {}

  /** The newest version of each: it changes with the value and does not reveal it. */
  async versions(names: readonly string[]): Promise<Record<string, string>> {
    return this.each(names, 'id');
  }

  async values(names: readonly string[]): Promise<Record<string, string>> {
    return this.each(names, 'value');
  }

  private async each(names: readonly string[], what: 'id' | 'value') {
    const entries = names.map(async (name) => {
      const secret = ['--vault-name', this.vault, '--name', name];
      const args = ['keyvault', 'secret', 'show', ...secret, '--query', what, '--output', 'json'];
      return [name, await this.az.json<string>(args)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}
