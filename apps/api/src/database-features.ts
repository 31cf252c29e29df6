import type { DatabaseFeature } from '@repo/database';
import { databaseFeatures as yours } from '@repo/mcp-features/database';
import { databaseFeatures as platform } from '@repo/mcp-server/database';

/** What the database holds: the tables of each library, and yours. */
export const databaseFeatures: readonly DatabaseFeature[] = [...platform, ...yours];
