import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { monitoringFiles } from './monitoring-files';

/** Writes what is made of others: `npx nx run platform:monitoring`. */
for (const [file, text] of Object.entries(monitoringFiles())) {
  const path = join(workspaceRoot, 'deploy/monitoring', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
