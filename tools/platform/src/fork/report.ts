import { logger } from '@nx/devkit';
import type { Conflict } from './merge-trees';

/** Says what a person must decide, and what comes next. */
export function report(conflicts: readonly Conflict[], next: readonly string[]): void {
  if (conflicts.length > 0) {
    logger.info(`${conflicts.length} to decide:`);
    for (const { file, reason, remedy } of conflicts) {
      logger.info(`  ${file}: ${reason}.\n    Then: ${remedy}`);
    }
  }
  logger.info(`Next:\n${next.map((command) => `  ${command}`).join('\n')}`);
}
