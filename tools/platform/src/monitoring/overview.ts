import { dashboard, variable } from './dashboard';
import { exploreLink } from './explore-link';
import { logs, row, stat, table, timeseries } from './panel';

const JOB = 'job=~"$job"';
const CALLS = `${JOB},method="tools/call"`;

const toFailures = [
  exploreLink('Failed traces', 'tempo', '{ status = error && name =~ "tools/call.*" }'),
  exploreLink('Errors in the log', 'loki', '{service_namespace="mcp"} | json | level="error"'),
];
const toSlowTraces = [
  exploreLink('Slow traces', 'tempo', '{ duration > 2.5s && name =~ "tools/call.*" }'),
];

/** What whoever is on call opens first: is it well, and if not, which tool, which replica, which store. */
export const overview = dashboard({
  name: 'overview',
  title: 'MCP · overview',
  description: 'Whether callers are served, and where it fails if not.',
  variables: [variable('job', 'Part', 'label_values(up{job=~"mcp-.*"}, job)', { multi: true })],
  panels: [
    row('Are callers served?'),
    stat('Replicas up', { expr: 'sum(up{job="mcp-server"})', legend: 'api' }, { decimals: 0 }),
    stat(
      'Requests',
      { expr: `sum(mcp:objective_requests:rate5m{${JOB}})`, legend: 'per second' },
      { unit: 'reqps' },
    ),
    stat(
      'Failed, of 0.1 % allowed',
      { expr: `max(mcp:failures:ratio_rate1h{${JOB}})`, legend: 'in an hour' },
      { unit: 'percentunit', limit: 0.001, decimals: 2 },
    ),
    stat(
      'Slow, of 1 % allowed',
      { expr: `max(mcp:slow_calls:ratio_rate1h{${JOB}})`, legend: 'in an hour' },
      { unit: 'percentunit', limit: 0.01, decimals: 2 },
    ),
    stat(
      'Slowest of twenty calls',
      { expr: `max(mcp:request_duration_seconds:p95_5m{${JOB}})`, legend: 'p95' },
      { unit: 's', limit: 2.5 },
    ),
    stat(
      'Alerts',
      {
        expr: 'count(ALERTS{alertname=~"Mcp.*",alertstate="firing"}) or vector(0)',
        legend: 'firing',
      },
      { limit: 1, decimals: 0 },
    ),
    timeseries(
      'Requests by outcome',
      [{ expr: `sum by (status) (mcp:requests:rate5m{${JOB}})`, legend: '{{status}}' }],
      { unit: 'reqps', stacked: true, links: toFailures },
    ),
    timeseries(
      'Requests by method',
      [{ expr: `sum by (method) (mcp:requests:rate5m{${JOB}})`, legend: '{{method}}' }],
      { unit: 'reqps', stacked: true },
    ),
    timeseries(
      'Time of a tool call',
      [
        { q: 0.5, exemplars: false },
        { q: 0.95, exemplars: false },
        { q: 0.99, exemplars: true },
      ].map(({ q, exemplars }) => ({
        expr: `histogram_quantile(${q}, sum by (le) (rate(mcp_request_duration_seconds_bucket{${CALLS}}[5m])))`,
        legend: `p${q * 100}`,
        exemplars,
      })),
      { unit: 's', limit: 2.5, description: 'A point is a traced call.', links: toSlowTraces },
    ),
    timeseries(
      'Budget of failures, burnt how fast',
      ['5m', '1h', '6h'].map((window) => ({
        expr: `max(mcp:failures:ratio_rate${window}{${JOB}}) / 0.001`,
        legend: `over ${window}`,
      })),
      {
        unit: 'none',
        limit: 14.4,
        description: 'At 1 the budget of 30 days lasts 30 days; at 14.4 somebody is woken.',
      },
    ),
    timeseries(
      'Budget of slow calls, burnt how fast',
      ['5m', '1h', '6h'].map((window) => ({
        expr: `max(mcp:slow_calls:ratio_rate${window}{${JOB}}) / 0.01`,
        legend: `over ${window}`,
      })),
      {
        unit: 'none',
        limit: 14.4,
        description: 'As beside, of calls that took longer than 2.5 s.',
      },
    ),
    timeseries(
      'Refused before they were requests',
      [
        {
          expr: `sum by (reason) (rate(mcp_requests_refused_total{${JOB}}[5m]))`,
          legend: '{{reason}}',
        },
        {
          expr: `sum by (limit) (rate(mcp_connections_refused_total{${JOB}}[5m]))`,
          legend: 'connections of one {{limit}}',
        },
      ],
      { unit: 'reqps' },
    ),
    table(
      'Tools',
      [
        {
          expr: `sum by (tool) (rate(mcp_requests_total{${CALLS},tool!=""}[$__range]))`,
          legend: 'Calls',
        },
        {
          expr:
            `sum by (tool) (rate(mcp_requests_total{${CALLS},tool!="",status=~"failed|timeout"}[$__range]))` +
            ` / sum by (tool) (rate(mcp_requests_total{${CALLS},tool!=""}[$__range]))`,
          legend: 'Failed',
        },
        {
          expr: `histogram_quantile(0.95, sum by (tool, le) (rate(mcp_request_duration_seconds_bucket{${CALLS},tool!=""}[$__range])))`,
          legend: 'p95',
        },
      ],
      {
        by: 'tool',
        units: { Calls: 'reqps', Failed: 'percentunit', p95: 's' },
        width: 16,
        links: [{ title: 'One tool', url: '/d/mcp-tool?${__url_time_range}' }],
      },
    ),
    timeseries(
      'Event loop, p99 lag',
      [{ expr: `max by (job) (nodejs_eventloop_lag_p99_seconds{${JOB}})`, legend: '{{job}}' }],
      { unit: 's', limit: 0.5 },
    ),
    row('What it stands on'),
    timeseries(
      'Processes that reach database, Redis and queue',
      [
        {
          expr: `avg by (job, dependency) (dependency_up{${JOB}})`,
          legend: '{{job}} → {{dependency}}',
        },
      ],
      { unit: 'percentunit', max: 1 },
    ),
    timeseries(
      'Audit records',
      [
        { expr: `sum(rate(audit_records_stored_total{${JOB}}[5m]))`, legend: 'stored' },
        {
          expr: `sum by (reason) (rate(audit_records_dropped_total{${JOB}}[5m]))`,
          legend: 'lost: {{reason}}',
        },
        { expr: `sum(rate(audit_records_spooled_total{${JOB}}[5m]))`, legend: 'left to others' },
      ],
      { unit: 'cps' },
    ),
    timeseries(
      'Audit records that wait',
      [{ expr: `sum by (job) (audit_records_buffered{${JOB}})`, legend: '{{job}}' }],
      { limit: 1000 },
    ),
    timeseries(
      'Sign-ins that fail',
      [
        { expr: `sum(rate(auth_sign_in_failures_total{${JOB}}[5m]))`, legend: 'failures' },
        {
          expr: `sum by (of) (rate(auth_sign_in_blocks_total{${JOB}}[5m]))`,
          legend: 'blocks of one {{of}}',
        },
      ],
      { unit: 'cps' },
    ),
    timeseries(
      'Time left of certificates and credentials',
      [
        {
          expr: 'min by (host) (tls_certificate_expiry_timestamp_seconds) - time()',
          legend: '{{host}}',
        },
        {
          expr: 'max by (kind) (auth_next_credential_expiry_timestamp_seconds) - time()',
          legend: 'next {{kind}}',
        },
      ],
      { unit: 's' },
    ),
    timeseries(
      'Age of keys',
      [
        {
          expr: 'max(auth_issuer_keys_tried_timestamp_seconds) - max(auth_issuer_keys_fetched_timestamp_seconds)',
          legend: 'of the issuer, when tried last',
        },
        {
          expr: 'time() - max by (kind) (auth_oldest_credential_timestamp_seconds)',
          legend: 'oldest {{kind}}',
        },
      ],
      { unit: 's' },
    ),
    logs('Errors', '{service_namespace="mcp"} | json | level=~"error|fatal"'),
  ],
});
