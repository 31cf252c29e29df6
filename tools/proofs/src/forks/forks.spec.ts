import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { CASES } from './fork-case';

it('every fork of the table has a job of its own at night', () => {
  const workflow = readFileSync(join(workspaceRoot, '.github/workflows/forks.yml'), 'utf8');
  const [, places = ''] = /fork: \[([\d, ]+)\]/.exec(workflow) ?? [];
  expect(places.split(', ').map(Number)).toEqual(CASES.map((_, place) => place));
});
