import type { Feature } from '@repo/mcp-core';
import { ApprovalTools } from './approval-tools';
import type { Approvals } from './approvals';

const tool = (name: string, scope?: string) =>
  ({ kind: 'tool', name, approval: scope && { scope } }) as unknown as Feature;

describe('the tools of those who decide', () => {
  const tools = new ApprovalTools({} as Approvals);

  it('are not there where nothing waits for a decision', () => {
    expect(tools.of([tool('plain')])).toEqual([]);
  });

  it('need one of the scopes of the tools that do', () => {
    const found = tools.of([tool('pay', 'b'), tool('hire', 'a'), tool('plain'), tool('x', 'a')]);
    expect(found.map(({ declaration: { options } }) => options)).toMatchObject([
      { name: 'list_approvals', anyScope: ['a', 'b'] },
      { name: 'decide_approval', anyScope: ['a', 'b'] },
    ]);
  });
});
