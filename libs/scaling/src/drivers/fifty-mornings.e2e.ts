import { join } from 'node:path';
import { documentTable } from '@repo/foundation/testing';
import { describeMornings } from '../testing/describe-mornings';
import { subjects } from '../testing/morning-subjects';

const PAGE = join(__dirname, '../../../../docs/operate/scaling-proofs.md');

describe('on fifty mornings', () => {
  const table = describeMornings(50);

  it('as docs/operate/scaling-proofs.md says: after a change run with WRITE_DOCS=1', () => {
    const rows = [...table].map(([what, cells]) => [what, ...cells]);
    const heading = ['way down', ...Object.keys(subjects)];
    expect(documentTable(PAGE, 'mornings', heading, rows).matches()).toBe(true);
  });
});
