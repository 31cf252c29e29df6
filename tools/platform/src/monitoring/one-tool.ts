import { dashboard, variable } from './dashboard';
import { exploreLink } from './explore-link';
import { logs, row, stat, timeseries } from './panel';

const CALLS = 'method="tools/call",tool="$tool"';
const FAILED = `${CALLS},status=~"failed|timeout"`;
const OPERATIONS = 'gen_ai_tool_name="$tool"';

const toTraces = [
  exploreLink('Traces', 'tempo', '{ name = "tools/call ${tool}" }'),
  exploreLink('Failed traces', 'tempo', '{ name = "tools/call ${tool}" && status = error }'),
  exploreLink('Log', 'loki', '{service_namespace="mcp"} | json | tool="${tool}"'),
];

/** One tool: who calls it is in the audit trail, how it does is here. */
export const oneTool = dashboard({
  name: 'tool',
  title: 'MCP · one tool',
  description: 'Which calls of a tool fail or are slow, and the way to their traces and log lines.',
  variables: [variable('tool', 'Tool', 'label_values(mcp_requests_total{tool!=""}, tool)')],
  panels: [
    stat(
      'Calls',
      { expr: `sum(rate(mcp_requests_total{${CALLS}}[5m]))`, legend: 'per second' },
      { unit: 'reqps', width: 6 },
    ),
    stat(
      'Failed',
      {
        expr: `(sum(rate(mcp_requests_total{${FAILED}}[$__range])) or vector(0)) / sum(rate(mcp_requests_total{${CALLS}}[$__range]))`,
        legend: 'of all',
      },
      { unit: 'percentunit', limit: 0.001, decimals: 2, width: 6 },
    ),
    stat(
      'p95',
      {
        expr: `histogram_quantile(0.95, sum by (le) (rate(mcp_request_duration_seconds_bucket{${CALLS}}[5m])))`,
        legend: 'p95',
      },
      { unit: 's', limit: 2.5, width: 6 },
    ),
    stat(
      'Its part of all calls',
      {
        expr: `sum(rate(mcp_requests_total{${CALLS}}[5m])) / sum(rate(mcp_requests_total{method="tools/call"}[5m]))`,
        legend: 'of all',
      },
      { unit: 'percentunit', width: 6 },
    ),
    row('Calls'),
    timeseries(
      'Calls by outcome',
      [{ expr: `sum by (status) (rate(mcp_requests_total{${CALLS}}[5m]))`, legend: '{{status}}' }],
      { unit: 'reqps', stacked: true, width: 12, links: toTraces },
    ),
    timeseries(
      'Time of a call',
      [0.5, 0.95, 0.99].map((q) => ({
        expr: `histogram_quantile(${q}, sum by (le) (rate(mcp_request_duration_seconds_bucket{${CALLS}}[5m])))`,
        legend: `p${q * 100}`,
        exemplars: q === 0.99,
      })),
      {
        unit: 's',
        limit: 2.5,
        width: 12,
        description: 'A point is a traced call.',
        links: toTraces,
      },
    ),
    timeseries(
      'Errors by type',
      [
        {
          expr: `sum by (error_type) (rate(mcp_server_operation_duration_seconds_count{${OPERATIONS},error_type!=""}[5m]))`,
          legend: '{{error_type}}',
        },
      ],
      {
        unit: 'reqps',
        width: 12,
        description: 'tool_error is what the tool told the model; a number is a code of JSON-RPC.',
        links: toTraces,
      },
    ),
    timeseries(
      'Calls by time taken',
      [
        {
          expr: `sum by (le) (rate(mcp_server_operation_duration_seconds_bucket{${OPERATIONS}}[5m]))`,
          legend: 'within {{le}} s',
        },
      ],
      { unit: 'reqps', width: 12 },
    ),
    timeseries(
      'Calls by replica',
      [
        {
          expr: `sum by (instance) (rate(mcp_requests_total{${CALLS}}[5m]))`,
          legend: '{{instance}}',
        },
      ],
      { unit: 'reqps', width: 12 },
    ),
    timeseries(
      'Failures by replica',
      [
        {
          expr: `sum by (instance) (rate(mcp_requests_total{${FAILED}}[5m])) or sum by (instance) (rate(mcp_requests_total{${CALLS}}[5m])) * 0`,
          legend: '{{instance}}',
        },
      ],
      { unit: 'reqps', width: 12, links: toTraces },
    ),
    logs('Its lines', '{service_namespace="mcp"} | json | tool="${tool}"'),
  ],
});
