import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseRules } from './parse-rules';
import { rulesFile } from './rules-schema';

const now = Date.UTC(2026, 5, 1);
const deploy = join(__dirname, '../../../../deploy');
const faultsOf = (text: string) => parseRules(text, { now }).faults;

describe('deploy/scaling.yaml', () => {
  const text = readFileSync(join(deploy, 'scaling.yaml'), 'utf8');

  it('has no fault, and neither has any of its examples', () => {
    expect(faultsOf(text)).toEqual([]);
    const examples = text.replace('targets: []', 'targets:').replace(/^# {3}/gm, '  ');
    expect(faultsOf(examples)).toEqual([]);
    const { rules } = parseRules(examples, { now });
    expect(rules?.targets.map(({ settings }) => settings.platform).sort()).toEqual([
      'cloud-run',
      'container-instances',
      'ecs',
      'kubernetes',
      'process',
    ]);
  });

  it('has the JSON Schema of the rules beside it, made by `npm run schema -w libs/scaling`', () => {
    const schema: unknown = JSON.parse(readFileSync(join(deploy, 'scaling.schema.json'), 'utf8'));
    expect(schema).toEqual(z.toJSONSchema(rulesFile, { io: 'input' }));
    expect(text).toContain('# yaml-language-server: $schema=./scaling.schema.json');
  });
});

describe('docs/operate/scaling.md', () => {
  it('shows rules without a fault', () => {
    const guide = readFileSync(join(deploy, '../docs/operate/scaling.md'), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    expect(example).toContain('targets:');
    expect(faultsOf(example)).toEqual([]);
  });
});
