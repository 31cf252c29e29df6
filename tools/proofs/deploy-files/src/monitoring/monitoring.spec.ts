import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { monitoringFiles } from '@repo/platform/src/monitoring/monitoring-files';
import { parse } from 'yaml';
import { damaged } from '../damaged';
import { complaints, complaintsOf, isInstalled } from '../run-tool';
import { textOf, workspace } from '../workspace';
import { dashboards, expressionsOf, layoutFaults } from './dashboard';
import { metricsIn } from './expressions';
import { unknownIn } from './known-metrics';
import { alerts, ruleFiles, rules, testedAlerts, testFiles } from './rule-files';
import { selfContainedTests } from './self-contained-tests';

const itWithPromtool = isInstalled('promtool', '--version') ? it : it.skip;

const unknown = (expressions: readonly string[]) => expressions.flatMap(unknownIn);
const shown = new Set(
  dashboards
    .flatMap(([, one]) => expressionsOf(one))
    .flatMap((expression) => metricsIn(expression)),
);

/** The headings of a document as its anchors. */
const anchorsOf = (file: string) =>
  [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!.toLowerCase());

describe('the rules of Prometheus', () => {
  it('ask for metrics and labels that the api and the worker have', () => {
    expect(alerts.length).toBeGreaterThan(20);
    expect(unknown(rules.map(({ expr }) => expr))).toEqual([]);
  });

  it('say of each alert how urgent it is, what it means, and what to do', () => {
    for (const { labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect(annotations?.summary).toBeTruthy();
      const [file = '', anchor = ''] = annotations?.runbook?.split('#') ?? [];
      expect(anchorsOf(file)).toContain(anchor);
    }
  });

  it('have a runbook without entries of alerts that are none', () => {
    const names = new Set(alerts.map(({ annotations }) => annotations?.runbook?.split('#')[1]));
    const others = anchorsOf('docs/operate/runbook.md').filter((anchor) => !names.has(anchor));
    expect(others).toEqual(['runbook']);
  });

  it('have a case in which each alert fires', () => {
    expect(alerts.map(({ alert }) => alert).filter((name) => !testedAlerts.has(name!))).toEqual([]);
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

  itWithPromtool('are taken by Prometheus, fire when they should, and not in a normal day', () => {
    expect(complaints('promtool', 'check', 'rules', ...ruleFiles)).toBe('');
    expect(complaints('promtool', 'test', 'rules', ...testFiles)).toBe('');
  });

  itWithPromtool('are refused with a mistake in an expression or an unknown key', () => {
    const check = (text: string) =>
      complaintsOf(text, 'alerts.yml', (file) => complaints('promtool', 'check', 'rules', file));
    const text = textOf(ruleFiles[2]!);
    expect(check(text)).toBe('');
    expect(check(text.replace('absent(up', 'absnet(up'))).toContain('absnet');
    expect(check(text.replace('annotations:', 'anotations:'))).toContain('anotations');
  });

  it('are refused with a metric or a label that nobody has', () => {
    expect(unknown(['rate(mcp_request_total{job="mcp-server"}[5m]) > 1'])).toEqual([
      'mcp_request_total',
    ]);
    expect(unknown(['sum by (user) (rate(mcp_requests_total{toll="pay"}[5m]))'])).toEqual([
      'mcp_requests_total{toll}',
      'by (user)',
    ]);
  });
});

describe.each(dashboards)('the dashboard %s', (file, dashboard) => {
  it('asks for metrics and labels that the api and the worker have', () => {
    expect(unknown(expressionsOf(dashboard))).toEqual([]);
    expect(layoutFaults(dashboard)).toEqual([]);
  });

  it('leads to traces and to log lines', () => {
    const urls = dashboard.panels.flatMap(({ links = [] }) => links.map(({ url }) => url)).join();
    expect(urls).toContain('%22datasource%22%3A%22loki%22');
    if (file !== 'replica.json') expect(urls).toContain('%22datasource%22%3A%22tempo%22');
  });
});

describe('what is made of others', () => {
  it.each(Object.entries(monitoringFiles()))('is as its program makes it: %s', (file, text) => {
    expect(textOf(`deploy/monitoring/${file}`)).toBe(text);
  });

  itWithPromtool('fires for Cloud Monitoring, which records nothing, as for Prometheus', () => {
    const { rules: own, tests } = selfContainedTests(
      monitoringFiles()['cloud-monitoring/alerts.yml']!,
    );
    const test = (file: string) => complaints('promtool', 'test', 'rules', file);
    const said = complaintsOf(own, 'alerts.yml', (alertsFile) =>
      complaintsOf(tests.replace('RULES', alertsFile), 'alerts.test.yml', test),
    );
    expect(said).toBe('');
  });
});

describe('the dashboards', () => {
  it('show every metric of our own that an alert asks for, or what is recorded of it', () => {
    const asked = alerts.flatMap(({ expr }) => metricsIn(expr));
    const ofRecorded = rules.flatMap(({ record, expr }) =>
      record !== undefined && shown.has(record) ? metricsIn(expr) : [],
    );
    const hidden = asked.filter((name) => !shown.has(name) && !ofRecorded.includes(name));
    expect([...new Set(hidden)].filter((name) => !isOfWindow(name))).toEqual([]);
  });

  it('are refused with a renamed metric, an empty panel, or two in one place', () => {
    const [, dashboard] = dashboards[0]!;
    const renamed = damaged(dashboard, ({ panels }) => {
      Object.assign(panels[1]!.targets![0]!, { expr: 'sum(mcp_connections)' });
    });
    expect(unknown(expressionsOf(renamed))).toEqual(['mcp_connections']);
    const empty = damaged(dashboard, ({ panels }) => Object.assign(panels[1]!, { targets: [] }));
    expect(layoutFaults(empty).join()).toMatch(/asks nothing/);
    const stacked = damaged(dashboard, ({ panels }) =>
      Object.assign(panels[2]!.gridPos, panels[1]!.gridPos),
    );
    expect(layoutFaults(stacked).join()).toMatch(/one place/);
  });
});

/** One of the windows that alerts look at, of which the dashboards show three. */
function isOfWindow(name: string): boolean {
  return /^mcp:(failures|slow_calls):ratio_rate|^mcp:objective_/.test(name);
}
