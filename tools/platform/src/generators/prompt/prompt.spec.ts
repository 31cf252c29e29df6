import { MODULE, workspaceTree } from '../testing/workspace-tree';
import promptGenerator from './prompt';

describe('the generator of prompts', () => {
  it('makes one, with its spec, in the module', async () => {
    const tree = workspaceTree();
    await promptGenerator(tree, { name: 'review.code' });
    const folder = 'libs/mcp-features/src/review-code/review-code.prompt';
    expect(tree.read(`${folder}.ts`, 'utf8')).toContain("name: 'review.code'");
    expect(tree.read(`${folder}.spec.ts`, 'utf8')).toContain(
      "ref: { type: 'ref/prompt', name: 'review.code' }",
    );
    expect(tree.read(MODULE, 'utf8')).toContain('providers: [ReviewCodePrompt]');
  });
});
