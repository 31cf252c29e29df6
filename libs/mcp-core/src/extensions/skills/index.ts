/** Apart from the rest, since it loads a YAML parser. */
export type { SkillFolder } from './skill';
export { SkillsModule } from './skills.module';
