import type { AccessOptions } from '../../catalog/access';

/** A folder with skills, and who may see them. */
export interface SkillFolder extends AccessOptions {
  /** Absolute, or relative to the working directory. */
  folder: string;
}

/** One file of a skill. */
export interface SkillFile {
  /** From the skill's folder, with `/`: `references/FORMS.md`. */
  readonly path: string;
  readonly uri: string;
  readonly bytes: Buffer;
  readonly mimeType: string;
  /** `sha256:` and 64 hexadecimal digits, over `bytes`. */
  readonly digest: string;
}

/** A folder with a `SKILL.md` (https://agentskills.io/specification). */
export interface Skill {
  readonly name: string;
  readonly description: string;
  /** As its author wrote it. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  /** Of the folder; that of a file follows it after a slash. */
  readonly uri: string;
  /** All files below the folder, `SKILL.md` first. */
  readonly files: readonly SkillFile[];
}

export const SKILL_FILE = 'SKILL.md';

/** What every host must accept (SEP-2640, Limits). */
export const MAX_FILES = 512;
export const MAX_BYTES = 16 * 1_024 * 1_024;
