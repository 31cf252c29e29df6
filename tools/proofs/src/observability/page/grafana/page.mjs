import {
  applyFieldOverrides,
  createTheme,
  FieldType,
  getFieldDisplayName,
  ThemeContext,
  toDataFrame,
} from '@grafana/data';
import { BigValue, GlobalStyles, PanelChrome, Table, TimeSeries } from '@grafana/ui';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import { filledIn, legendOf, queryNow, queryRange } from './query.mjs';

const { dashboard, variables, mode, end } = window.played;
const theme = createTheme({ colors: { mode } });
const COLUMN = 60;
const ROW = 30;
const GAP = 8;

/** The frames of a panel, with the settings that its JSON has. */
async function framesOf(panel) {
  const isTable = panel.type === 'table';
  const ask = isTable ? queryNow : queryRange;
  const results = await Promise.all(
    panel.targets.map(({ expr }) => ask(filledIn(expr, variables), end)),
  );
  const frames = isTable ? [tableOf(panel, results)] : seriesOf(panel, results);
  // What Grafana's registry of settings would carry over from the panel.
  const { defaults, overrides } = panel.fieldConfig;
  const custom = { ...DRAWING, ...defaults.custom };
  for (const field of frames.flatMap(({ fields }) => fields)) {
    if (field.type !== FieldType.number) continue;
    const own = overrides
      .filter(({ matcher }) => matcher.options === field.name)
      .flatMap(({ properties }) => properties.map(({ id, value }) => [id, value]));
    const color = { mode: isTable ? 'thresholds' : 'palette-classic' };
    Object.assign(field.config, { color }, defaults, Object.fromEntries(own), { custom });
    if (panel.type === 'stat') field.config.color = { mode: 'thresholds' };
  }
  const data = applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'utc',
  });
  return data;
}

const DRAWING = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'never',
  spanNulls: false,
  axisPlacement: 'auto',
  axisLabel: '',
  scaleDistribution: { type: 'linear' },
  hideFrom: { tooltip: false, viz: false, legend: false },
};

function seriesOf(panel, results) {
  return results.flatMap((series, at) =>
    series.map(({ metric, values }) =>
      toDataFrame({
        refId: panel.targets[at].refId,
        fields: [
          { name: 'Time', type: FieldType.time, values: values.map(([time]) => time * 1_000) },
          {
            name: 'Value',
            type: FieldType.number,
            labels: metric,
            values: values.map(([, value]) => Number(value)),
            config: { displayNameFromDS: legendOf(panel.targets[at].legendFormat, metric) },
          },
        ],
      }),
    ),
  );
}

/** What the transformations of the panel make of its answers: a line for each value of a label. */
function tableOf(panel, results) {
  const { byField } = panel.transformations[0].options;
  const rows = [...new Set(results.flat().map(({ metric }) => metric[byField]))];
  const columns = results.map((series, at) => ({
    name: panel.targets[at].legendFormat,
    type: FieldType.number,
    values: rows.map((row) => {
      const found = series.find(({ metric }) => metric[byField] === row);
      return found === undefined ? null : Number(found.value[1]);
    }),
  }));
  return toDataFrame({
    fields: [{ name: byField, type: FieldType.string, values: rows }, ...columns],
  });
}

const timeRange = () => {
  const [from, to] = [(end - 3_600) * 1_000, end * 1_000];
  const at = (time) => ({ valueOf: () => time });
  return { from: at(from), to: at(to), raw: { from: at(from), to: at(to) } };
};

function contentOf(panel, frames, width, height) {
  switch (panel.type) {
    case 'timeseries':
      return h(TimeSeries, {
        frames,
        width,
        height,
        theme,
        timeZone: 'utc',
        timeRange: timeRange(),
        legend: panel.options.legend,
      });
    case 'table':
      return h(Table, { data: frames[0], width, height });
    default:
      return bigValue(panel, frames[0], width, height);
  }
}

function bigValue({ options }, frame, width, height) {
  const field = frame.fields.find(({ type }) => type === FieldType.number);
  const value = field.values.at(-1);
  const shown = { ...field.display(value), title: getFieldDisplayName(field, frame) };
  const { colorMode, graphMode } = options;
  const sparkline = { y: field, x: frame.fields[0] };
  return h(BigValue, { value: shown, width, height, theme, colorMode, graphMode, sparkline });
}

function place({ x, y, w, h: rows }) {
  return {
    position: 'absolute',
    left: x * COLUMN,
    top: y * ROW,
    width: w * COLUMN - GAP,
    height: rows * ROW - GAP,
  };
}

function shown({ panel, frames }) {
  const style = place(panel.gridPos);
  if (panel.type === 'row') {
    return h(
      'h4',
      { key: panel.id, style: { ...style, color: theme.colors.text.primary } },
      panel.title,
    );
  }
  const { width, height } = style;
  const chrome = { title: panel.title, description: panel.description, width, height };
  return h(
    'div',
    { key: panel.id, style },
    h(PanelChrome, chrome, (w, rest) => contentOf(panel, frames, w, rest)),
  );
}

async function draw() {
  const drawn = dashboard.panels.filter(({ type }) => type !== 'logs');
  const panels = await Promise.all(
    drawn.map(async (panel) => ({
      panel,
      frames: panel.type === 'row' ? [] : await framesOf(panel),
    })),
  );
  window.empty = panels
    .filter(({ panel, frames }) => panel.type !== 'row' && !frames.some(({ length }) => length > 0))
    .map(({ panel }) => panel.title);
  const height = Math.max(...drawn.map(({ gridPos: { y, h: rows } }) => (y + rows) * ROW));
  const page = {
    position: 'relative',
    width: 24 * COLUMN,
    height,
    margin: 16,
    background: theme.colors.background.canvas,
  };
  document.body.style.background = theme.colors.background.canvas;
  createRoot(document.querySelector('main')).render(
    h(
      ThemeContext.Provider,
      { value: theme },
      h(GlobalStyles),
      h(
        'h2',
        { style: { color: theme.colors.text.primary, margin: '16px 16px 0' } },
        dashboard.title,
      ),
      h('div', { style: page }, panels.map(shown)),
    ),
  );
  setTimeout(() => (window.isDrawn = true), 1_500);
}

draw().catch((error) => (window.failure = String(error.stack)));
