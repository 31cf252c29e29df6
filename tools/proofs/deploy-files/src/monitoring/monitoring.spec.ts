import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { damaged } from '../damaged';
import { complaints, complaintsOf, isInstalled } from '../run-tool';
import { textOf, workspace } from '../workspace';
import { dashboard, layoutFaults } from './dashboard';
import { metricsIn } from './expressions';
import { knownMetrics, metricOf } from './known-metrics';
import { recorded, ruleFiles, rules } from './rule-files';

const known = new Set([...knownMetrics(), ...recorded]);
const unknownIn = (expressions: readonly string[]) =>
  expressions
    .flatMap((expression) => metricsIn(expression))
    .filter((series) => metricOf(series, known) === undefined);

const expressionsOf = ({ panels } = dashboard) =>
  panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

describe('the rules of Prometheus', () => {
  it('ask for metrics that the api and the worker have', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(unknownIn(rules.map(({ expr }) => expr))).toEqual([]);
  });

  it('say of each alert how urgent it is, what it means, and where to read on', () => {
    for (const { alert, labels, annotations } of rules) {
      if (alert === undefined) continue;
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect(annotations?.summary).toBeTruthy();
      expect(existsSync(join(workspace, annotations?.runbook ?? '-'))).toBe(true);
    }
  });

  it('know the api by the name that it has in the rules of every deployment', () => {
    const { expr } = rules.find(({ alert }) => alert === 'McpServerGone')!;
    const [name] = new Set([...expr.matchAll(/target="([^"]+)"/g)].map(([, one]) => one));
    // A fork has some of these platforms.
    const isHere = (platform: string) => existsSync(join(workspace, 'deploy', platform));
    const ofEnvironments = ['ecs', 'cloud-run', 'container-instances'].filter(isHere);
    const files = [
      ...ofEnvironments.flatMap((platform) =>
        readdirSync(join(workspace, 'deploy', platform, 'scaling')).map(
          (file) => `${platform}/scaling/${file}`,
        ),
      ),
      ...['kubernetes']
        .filter(isHere)
        .flatMap((platform) => [
          `${platform}/base/prepare/scaling.yaml`,
          `${platform}/overlays/staging/scaling.yaml`,
        ]),
    ];
    const names = files.map((file) => {
      const { targets } = parse(textOf(`deploy/${file}`)) as { targets: { name: string }[] };
      return [file, targets.map((target) => target.name)];
    });
    expect(names.length).toBeGreaterThanOrEqual(2 * ofEnvironments.length);
    expect(names).toEqual(files.map((file) => [file, [name]]));
  });

  const itWithPromtool = isInstalled('promtool', '--version') ? it : it.skip;

  itWithPromtool('are taken by Prometheus, and ring when they should', () => {
    expect(complaints('promtool', 'check', 'rules', ...ruleFiles)).toBe('');
    const tests = 'deploy/monitoring/prometheus/tests/alerts.test.yml';
    expect(complaints('promtool', 'test', 'rules', tests)).toBe('');
  });

  itWithPromtool('are refused with a mistake in an expression or an unknown key', () => {
    const check = (text: string) =>
      complaintsOf(text, 'alerts.yml', (file) => complaints('promtool', 'check', 'rules', file));
    const text = textOf(ruleFiles[1]!);
    expect(check(text)).toBe('');
    expect(check(text.replace('absent(up', 'absnet(up'))).toContain('absnet');
    expect(check(text.replace('annotations:', 'anotations:'))).toContain('anotations');
  });

  it('are refused with a metric that nobody has', () => {
    expect(unknownIn(['rate(mcp_request_total{job="mcp-server"}[5m]) > 1'])).toEqual([
      'mcp_request_total',
    ]);
  });
});

describe('the dashboard', () => {
  it('asks for metrics that the api and the worker have', () => {
    expect(unknownIn(expressionsOf())).toEqual([]);
    expect(layoutFaults(dashboard)).toEqual([]);
  });

  it('shows every metric of our own that a rule asks for', () => {
    const shown = new Set(expressionsOf().flatMap((expression) => metricsIn(expression)));
    const unseen = recorded.filter((name) => !shown.has(name));
    expect(unseen).toEqual(['mcp:request_duration_seconds:p95_5m']);
  });

  it('shows every metric of our own that an alert asks for', () => {
    const shown = new Set(expressionsOf().flatMap((expression) => metricsIn(expression)));
    const asked = rules.flatMap(({ alert, expr }) => (alert === undefined ? [] : metricsIn(expr)));
    const unseen = asked.filter((name) => !shown.has(name) && !recorded.includes(name));
    expect(unseen).toEqual([]);
  });

  it('is refused with a renamed metric, an empty panel, or two in one place', () => {
    const renamed = damaged(dashboard, ({ panels }) => {
      Object.assign(panels[1]!.targets![0]!, { expr: 'sum(mcp_connections)' });
    });
    expect(unknownIn(expressionsOf(renamed))).toEqual(['mcp_connections']);
    const empty = damaged(dashboard, ({ panels }) => Object.assign(panels[1]!, { targets: [] }));
    expect(layoutFaults(empty).join()).toMatch(/asks nothing/);
    const stacked = damaged(dashboard, ({ panels }) =>
      Object.assign(panels[2]!.gridPos, panels[1]!.gridPos),
    );
    expect(layoutFaults(stacked).join()).toMatch(/one place/);
  });
});
