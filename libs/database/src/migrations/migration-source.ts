interface Statement {
  readonly query: string;
  readonly parameters?: readonly unknown[];
}

export interface Statements {
  readonly upQueries: readonly Statement[];
  readonly downQueries: readonly Statement[];
}

/**
 * The TypeScript of a migration.
 *
 * @param name in words or in camel case
 * @param now milliseconds; migrations run in the order of these
 */
export function migrationSource(
  name: string,
  { upQueries, downQueries }: Statements,
  now: number,
): { readonly fileName: string; readonly source: string } {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').match(/[A-Za-z0-9]+/g) ?? ['change'];
  const className = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const fileName = `${now}-${words.join('-').toLowerCase()}.ts`;
  const source = `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className}${now} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
${upQueries.map(line).join('\n')}
  }

  async down(runner: QueryRunner): Promise<void> {
${downQueries.toReversed().map(line).join('\n')}
  }
}
`;
  return { fileName, source };
}

function line({ query, parameters = [] }: Statement): string {
  const text = query.replace(/[\\`]|\$\{/g, '\\$&');
  const values = parameters.length === 0 ? '' : `, ${JSON.stringify(parameters)}`;
  return `    await runner.query(\`${text}\`${values});`;
}
