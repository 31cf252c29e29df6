import type { Tool } from '../tool/tool';

/** The secrets of a key vault. */
export class Vault {
  constructor(
    private readonly az: Tool,
    private readonly vault: string,
  ) {}

  /** The newest version of each: it changes with the value, and tells nothing of it. */
  async versions(names: readonly string[]): Promise<Record<string, string>> {
    return this.each(names, 'id');
  }

  async values(names: readonly string[]): Promise<Record<string, string>> {
    return this.each(names, 'value');
  }

  private async each(names: readonly string[], what: 'id' | 'value') {
    const entries = names.map(async (name) => {
      const place = ['--vault-name', this.vault, '--name', name];
      const args = ['keyvault', 'secret', 'show', ...place, '--query', what, '--output', 'json'];
      return [name, await this.az.json<string>(args)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}
