import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { Fork } from './fork';

/** Commits of this repository, of different days, from before a fork recorded what it holds. */
export const EARLIER: readonly [commit: string, history: boolean][] = [
  ['56a9073', true],
  ['6fde68f', false],
  ['870e85a', true],
];

/** The platform that such a fork deploys to. */
export const KEPT = 'kubernetes';
export const DROPPED: readonly string[] = [
  ...['ecs', 'aws-infrastructure', 'lambda', 'cloud-run', 'cloud-functions', 'azure-functions'],
  'container-instances',
];
/** How many tools of its own it has. */
export const OWN_TOOLS = 20;

/** A fork that has been worked on for a while, from before there were generators for that. */
export function ownFork(commit: string, history: boolean): Fork {
  const fork = Fork.at(commit, { history }).linkPackages();
  const names = { organization: 'globex', title: 'Globex MCP', domain: 'globex.org' };
  fork.write('platform.json', JSON.stringify({ $schema: './platform.schema.json', ...names }));
  const manifest = JSON.parse(fork.read('package.json')) as object;
  fork.write('package.json', `${JSON.stringify({ ...manifest, name: 'globex-mcp' }, null, 2)}\n`);
  fork.edit('LICENSE', 'Copyright', 'Copyright (c) 2026 Globex\nCopyright');
  fork.commit('feat: our name');
  fork.git('rm', '-r', '--quiet', ...DROPPED.map((name) => `deploy/${name}`), 'tools/proofs');
  fork.commit('feat: one platform alone');
  for (let i = 1; i <= OWN_TOOLS; i++) addTool(fork, i);
  fork.commit('feat: twenty tools');
  fork.edit('.github/workflows/security.yml', "'17 4 * * 1'", "'17 4 * * 3'");
  const host = '  readonly host: string;';
  const ours = `${host}\n  /** Ours. */\n  readonly office = 'Springfield';`;
  fork.edit('libs/config/src/sections/server.config.ts', host, ours);
  fork.commit('feat: a variable, and another day');
  addTable(fork);
  addJob(fork);
  fork.commit('feat: a table and a job');
  return fork;
}

/** Of the tool with that number. */
export const className = (i: number) => `Own${i}Tool`;

function addTool(fork: Fork, i: number): void {
  const folder = 'libs/mcp-features/src';
  fork.write(
    `${folder}/own/own-${i}.tool.ts`,
    `import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

@Injectable()
export class ${className(i)} {
  @Tool({ name: 'own_${i}', description: 'Ours.', input: z.object({ text: z.string().max(9) }) })
  run({ text }: { text: string }) {
    return { text };
  }
}
`,
  );
  const module = `${folder}/mcp-features.module.ts`;
  const before = '\n/** The tools';
  fork.edit(module, before, `import { ${className(i)} } from './own/own-${i}.tool';\n${before}`);
  fork.edit(module, '      ],\n', `        ${className(i)},\n      ],\n`);
}

/** Its migration is one of those of all libraries. */
function addTable(fork: Fork): void {
  const library = 'libs/mcp-features';
  fork.write(
    `${library}/src/own/own.schema.ts`,
    `import type { DatabaseFeature } from '@repo/database';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

@Entity({ name: 'own_note' })
class OwnNote {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  text!: string;
}

class CreateOwnNote1790000000000 implements MigrationInterface {
  readonly name = 'CreateOwnNote1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table own_note (name text primary key, text text not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table own_note');
  }
}

export const ownSchema: DatabaseFeature = {
  entities: [OwnNote],
  migrations: [CreateOwnNote1790000000000],
};
`,
  );
  const first = 'export { McpFeaturesModule }';
  fork.edit(
    `${library}/src/index.ts`,
    first,
    `export { ownSchema } from './own/own.schema';\n${first}`,
  );
  fork.edit(
    `${library}/package.json`,
    '"zod"',
    '"@repo/database": "*",\n    "typeorm": "1.1.1",\n    "zod"',
  );
  const core = '{\n      "path": "../mcp-core"\n    }';
  fork.edit(
    `${library}/tsconfig.json`,
    core,
    `{\n      "path": "../database"\n    },\n    ${core}`,
  );
  const tables = 'apps/api/src/database-features.ts';
  const audit = 'import { auditSchema }';
  fork.edit(tables, audit, `import { ownSchema } from '@repo/mcp-features';\n${audit}`);
  fork.edit(tables, '[\n  auditSchema', '[\n  ownSchema,\n  auditSchema');
}

function addJob(fork: Fork): void {
  const folder = 'apps/worker/src/maintenance';
  fork.write(
    `${folder}/own.job.ts`,
    `import { type JobHandler, MaintenanceJob, QueueJob } from '@repo/queue';

@QueueJob(MaintenanceJob.own)
export class OwnJob implements JobHandler {
  run(): Promise<string> {
    return Promise.resolve('done');
  }
}
`,
  );
  const module = `${folder}/maintenance.module.ts`;
  const retention = 'import { AuditRetentionJob }';
  fork.edit(module, retention, `import { OwnJob } from './own.job';\n${retention}`);
  fork.edit(module, 'ScalingRetentionJob]', 'ScalingRetentionJob, OwnJob]');
  const definition = `  own: defineJob(QueueName.maintenance, 'own', {
    schedule: { pattern: '37 3 * * *', tz: 'UTC' },
  }),
`;
  fork.edit('libs/queue/src/jobs/maintenance.jobs.ts', '} as const;', `${definition}} as const;`);
}

/**
 * Upgrades a fork to what is checked out here. @param args further options of the program
 *
 * @returns what it says
 */
export function upgradeFork(fork: Fork, ...args: string[]): string {
  const program = join(workspaceRoot, 'tools/platform/src/generators/upgrade/upgrade.cli.ts');
  const register = ['-C', '@repo/source', '-r', require.resolve('@swc-node/register')];
  return fork.run(process.execPath, ...register, program, fork.folder, ...args);
}
