import { Module, type DynamicModule } from '@nestjs/common';
import type { SkillFolder } from './skill';
import { SkillsExtension } from './skills.extension';

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
  static forRoot(folders: readonly SkillFolder[]): DynamicModule {
    return {
      module: SkillsModule,
      providers: [{ provide: SkillsExtension, useFactory: () => new SkillsExtension(folders) }],
    };
  }
}
