import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { workspaceTree } from '../testing/workspace-tree';
import { addTarget } from './add-target';
import scalingTargetGenerator from './scaling-target';

const file = 'deploy/scaling.yaml';
const RULES = `# What runs when.
time_zone: UTC
holidays:
  - { date: '12-25', name: Christmas } # every year

targets:
  # The api.
  - name: api
    platform: process
    url: http://127.0.0.1:8000/admin/scaling/process
    on_hours: { min: 2, max: 2 }
`;
const target = { name: 'shop', platform: 'ecs', min: 1, max: 4 };

describe('a target is added to rules', () => {
  it('behind the others, and all else stays', () => {
    const settings = ['cluster=mcp', 'service=shop=1'];
    const text = addTarget(RULES, { ...target, settings, hours: ['07:00-20:00'], desired: 2 });
    expect(text).toBe(`${RULES}  - name: shop
    platform: ecs
    cluster: mcp
    service: shop=1
    hours: { weekdays: [ 07:00-20:00 ] }
    on_hours: { min: 1, desired: 2, max: 4 }
`);
  });

  it('where there was none', () => {
    const rules = 'targets: [] # none yet\n';
    expect(addTarget(rules, target)).toMatch(/^targets:\n {2}- name: shop\n[^]*# none yet\n$/);
  });

  it.each([
    ['settings: {}', {}, 'no list of targets'],
    [RULES, { settings: ['cluster'] }, '"cluster" is no setting'],
  ])('but not where it makes no sense: %j with %j', (rules, more, message) => {
    expect(() => addTarget(rules, { ...target, ...more })).toThrow(message);
  });
});

describe('the generator of scaling targets', () => {
  it('says what the parser of the worker finds wrong, and adds nothing', async () => {
    const tree = workspaceTree();
    tree.write(file, RULES);
    const start = scalingTargetGenerator(tree, { ...target, file });
    await expect(start).rejects.toThrow(/deploy\/scaling\.yaml:\d+:\d+ targets\[1\]\.cluster/);
    expect(tree.read(file, 'utf8')).toBe(RULES);
  });

  it('offers the platforms that the rules know', () => {
    const read = (path: string) =>
      JSON.stringify(JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8')));
    const rules = read('deploy/scaling.schema.json');
    const known = [...rules.matchAll(/"platform":\{"type":"string","const":"([a-z-]+)"/g)];
    const names = known.map(([, name]) => name);
    expect(read('tools/platform/src/generators/scaling-target/schema.json')).toContain(
      `"enum":${JSON.stringify(names)}`,
    );
  });
});
