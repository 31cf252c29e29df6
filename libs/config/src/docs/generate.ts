import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles } from './files';

for (const { path, render } of generatedFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, render());
}
