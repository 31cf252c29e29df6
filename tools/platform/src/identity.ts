import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './workspace-root';

/** What `platform.json` says, as `platform.schema.json` describes it; `@repo/config` checks it. */
interface PlatformFile {
  readonly organization: string;
}

/** Whose platform is deployed: its name is in the names of what the deploy program makes. */
export const { organization } = JSON.parse(
  readFileSync(join(workspaceRoot, 'platform.json'), 'utf8'),
) as PlatformFile;
