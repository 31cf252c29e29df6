import { Module, type DynamicModule } from '@nestjs/common';
import { McpModule } from '../../mcp.module';
import type { SkillFolder } from './skill';
import { SkillsExtension } from './skills.extension';

interface SkillsOptions {
  /** The name of the server that serves them; default: the main one. */
  readonly server?: string;
}

/**
 * Serves the skills of folders, which are read once at start.
 *
 * @example
 * ```ts
 * SkillsModule.forRoot([{ folder: 'skills' }, { folder: 'finance-skills', scopes: ['finance'] }])
 * ```
 */
@Module({})
export class SkillsModule {
  static forRoot(folders: readonly SkillFolder[], { server }: SkillsOptions = {}): DynamicModule {
    return {
      module: SkillsModule,
      imports: server === undefined ? [] : [McpModule.forFeature({ server })],
      providers: [{ provide: SkillsExtension, useFactory: () => new SkillsExtension(folders) }],
    };
  }
}
