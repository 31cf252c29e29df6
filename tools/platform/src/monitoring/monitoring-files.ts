import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { oneReplica } from './one-replica';
import { oneTool } from './one-tool';
import { overview } from './overview';
import { scaling } from './scaling';
import { selfContainedRules } from './self-contained-rules';

/** The dashboards of Grafana, by the files of `deploy/monitoring/grafana/dashboards`. */
export const dashboards: Readonly<Record<string, object>> = {
  'overview.json': overview,
  'tool.json': oneTool,
  'replica.json': oneReplica,
  'scaling.json': scaling,
};

/** What is made of others, by its place in `deploy/monitoring`. */
export function monitoringFiles(): Readonly<Record<string, string>> {
  const rules = (name: string) =>
    readFileSync(join(workspaceRoot, `deploy/monitoring/prometheus/rules/${name}.yml`), 'utf8');
  const ofCloudMonitoring = selfContainedRules(
    [rules('recording'), rules('objectives')],
    rules('alerts'),
  );
  return {
    ...Object.fromEntries(
      Object.entries(dashboards).map(([file, dashboard]) => [
        `grafana/dashboards/${file}`,
        `${JSON.stringify(dashboard, undefined, 2)}\n`,
      ]),
    ),
    'cloud-monitoring/alerts.yml': `# Made of prometheus/rules by \`npx nx run platform:monitoring\`.\n${ofCloudMonitoring}`,
  };
}
