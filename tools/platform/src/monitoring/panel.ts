/** A panel as Grafana's JSON has it, but for its id and place: `dashboard` gives those. */
export interface Panel {
  readonly type: string;
  readonly title: string;
  /** Of 24. */
  readonly width?: number;
  readonly height?: number;
  readonly [field: string]: unknown;
}

/** A line of a panel, or several where the expression has several series. */
export interface Query {
  readonly expr: string;
  /** `{{label}}` stands for the value of a label. */
  readonly legend: string;
  /** Shows the points of traced calls, which lead to their traces. */
  readonly exemplars?: boolean;
}

export interface PanelOptions {
  /** Of Grafana: `s`, `bytes`, `percentunit`, `reqps`, `short`, … */
  readonly unit?: string;
  readonly description?: string;
  readonly width?: number;
  readonly height?: number;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  /** Whether the series lie on each other. */
  readonly stacked?: boolean;
  /** A line that says where an alert begins. */
  readonly limit?: number;
  readonly links?: readonly object[];
}

const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };
const LOKI = { type: 'loki', uid: 'loki' };

/** Values over time. */
export function timeseries(title: string, queries: Query[], options: PanelOptions = {}): Panel {
  const { stacked = false } = options;
  return {
    ...common('timeseries', title, queries, options),
    fieldConfig: {
      defaults: {
        ...fieldDefaults(options),
        custom: {
          fillOpacity: stacked ? 25 : 8,
          lineWidth: 2,
          showPoints: 'never',
          // A line that stops says that nobody told the value.
          spanNulls: false,
          ...(stacked && { stacking: { mode: 'normal', group: 'A' } }),
          ...(options.limit !== undefined && { thresholdsStyle: { mode: 'dashed' } }),
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** The value of now. */
export function stat(title: string, query: Query, options: PanelOptions = {}): Panel {
  return {
    ...common('stat', title, [query], { width: 4, height: 4, ...options }),
    fieldConfig: { defaults: fieldDefaults(options), overrides: [] },
    options: {
      colorMode: options.limit === undefined ? 'none' : 'value',
      graphMode: 'area',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      textMode: 'auto',
    },
  };
}

/** A line for each set of labels. The columns are its labels, and one for each query, by its legend. */
export function table(
  title: string,
  queries: Query[],
  options: PanelOptions & { units?: Record<string, string>; by: string },
): Panel {
  const { units = {}, by } = options;
  const named = Object.fromEntries(
    queries.map(({ legend }, at) => [`Value #${refId(at)}`, legend]),
  );
  return {
    ...common('table', title, queries, options, { format: 'table', instant: true }),
    fieldConfig: {
      defaults: { custom: { align: 'auto' } },
      overrides: Object.entries(units).map(([name, unit]) => ({
        matcher: { id: 'byName', options: name },
        properties: [{ id: 'unit', value: unit }],
      })),
    },
    options: { sortBy: [{ displayName: queries[0]?.legend ?? by, desc: true }] },
    transformations: [
      { id: 'joinByField', options: { byField: by, mode: 'outer' } },
      { id: 'filterFieldsByName', options: { include: { names: [by, ...Object.keys(named)] } } },
      { id: 'organize', options: { renameByName: named, excludeByName: {}, indexByName: {} } },
    ],
  };
}

/** Lines of the log, from Loki. */
export function logs(title: string, expr: string, options: PanelOptions = {}): Panel {
  return {
    type: 'logs',
    title,
    width: 24,
    height: 8,
    ...described(options),
    datasource: LOKI,
    targets: [{ refId: 'A', datasource: LOKI, expr }],
    options: {
      showTime: true,
      wrapLogMessage: true,
      sortOrder: 'Descending',
      enableLogDetails: true,
    },
  };
}

/** A heading; what follows stands below it. */
export function row(title: string): Panel {
  return { type: 'row', title, width: 24, height: 1, collapsed: false, panels: [] };
}

function common(
  type: string,
  title: string,
  queries: Query[],
  options: PanelOptions,
  target: Record<string, unknown> = {},
): Panel {
  return {
    type,
    title,
    width: options.width ?? 8,
    height: options.height ?? 8,
    ...described(options),
    datasource: PROMETHEUS,
    targets: queries.map(({ expr, legend, exemplars }, at) => ({
      refId: refId(at),
      datasource: PROMETHEUS,
      expr,
      legendFormat: legend,
      ...target,
      ...(exemplars && { exemplar: true }),
    })),
  };
}

function described({ description, links }: PanelOptions): object {
  return {
    ...(description !== undefined && { description }),
    ...(links !== undefined && { links }),
  };
}

function fieldDefaults({ unit = 'short', min = 0, max, decimals, limit }: PanelOptions): object {
  return {
    unit,
    min,
    ...(max !== undefined && { max }),
    ...(decimals !== undefined && { decimals }),
    ...(limit !== undefined && {
      thresholds: {
        mode: 'absolute',
        steps: [
          { color: 'green', value: null },
          { color: 'red', value: limit },
        ],
      },
    }),
  };
}

function refId(at: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + at);
}
