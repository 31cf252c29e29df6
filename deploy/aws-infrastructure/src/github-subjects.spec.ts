import { subjectsOf } from './github-subjects';

const githubIds = { owner_id: 9919, repository_id: 1296269 };

describe("the subjects of GitHub's tokens that a role trusts", () => {
  it('are both forms, once the ids are known', () => {
    expect(subjectsOf({ repository: 'octo-org/tools', githubIds }, 'production')).toEqual([
      'repo:octo-org/tools:environment:production',
      'repo:octo-org@9919/tools@1296269:environment:production',
    ]);
  });

  it('are never a pattern that another repository could satisfy', () => {
    for (const ids of [undefined, githubIds]) {
      const subjects = subjectsOf({ repository: 'octo-org/tools', githubIds: ids }, 'images');
      expect(subjects.join()).not.toMatch(/[*?]/);
    }
  });
});
