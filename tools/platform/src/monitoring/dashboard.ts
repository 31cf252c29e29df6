import type { Panel } from './panel';

export interface DashboardOptions {
  /** The last part of its address, and of the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly variables?: readonly object[];
  readonly panels: readonly Panel[];
}

/** Width of a dashboard, in Grafana's own unit. */
const WIDTH = 24;

/** A dashboard as Grafana's JSON has it: its panels from left to right, and line by line. */
export function dashboard(options: DashboardOptions): object {
  const { name, title, description, variables = [], panels } = options;
  return {
    uid: `mcp-${name}`,
    title,
    description,
    tags: ['mcp'],
    schemaVersion: 41,
    version: 1,
    editable: false,
    refresh: '30s',
    timezone: 'browser',
    time: { from: 'now-1h', to: 'now' },
    links: [
      {
        type: 'dashboards',
        title: 'MCP platform',
        tags: ['mcp'],
        asDropdown: true,
        includeVars: true,
        keepTime: true,
      },
    ],
    templating: { list: [dataSource, ...variables] },
    annotations: { list: [firingAlerts] },
    panels: placed(panels),
  };
}

const dataSource = {
  name: 'datasource',
  type: 'datasource',
  query: 'prometheus',
  label: 'Data source',
  hide: 0,
};

const firingAlerts = {
  name: 'Alerts that wake somebody',
  enable: true,
  iconColor: 'red',
  datasource: { type: 'prometheus', uid: '${datasource}' },
  expr: 'ALERTS{alertname=~"Mcp.*",alertstate="firing",severity="page"}',
  titleFormat: '{{alertname}}',
  step: '60s',
};

/** A variable whose values are those of a label. */
export function variable(
  name: string,
  label: string,
  query: string,
  { multi = false }: { readonly multi?: boolean } = {},
): object {
  return {
    name,
    label,
    type: 'query',
    datasource: { type: 'prometheus', uid: '${datasource}' },
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi,
    includeAll: multi,
    ...(multi && { current: { text: 'All', value: '$__all' } }),
  };
}

function placed(panels: readonly Panel[]): object[] {
  let [x, y, lineHeight] = [0, 0, 0];
  return panels.map(({ width = WIDTH, height = 8, ...panel }, at) => {
    if (x + width > WIDTH) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const gridPos = { h: height, w: width, x, y };
    x += width;
    lineHeight = Math.max(lineHeight, height);
    return { id: at + 1, ...panel, gridPos };
  });
}
