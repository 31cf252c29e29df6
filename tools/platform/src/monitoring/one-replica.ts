import { dashboard, variable } from './dashboard';
import { exploreLink } from './explore-link';
import { logs, row, stat, timeseries } from './panel';

const ONE = 'instance="$instance"';

const toLog = [
  exploreLink('Its log', 'loki', '{service_namespace="mcp"} | json | level=~"warn|error|fatal"'),
];

/** One replica, all of its processes together: is it full, is it stuck, is it cut off. */
export const oneReplica = dashboard({
  name: 'replica',
  title: 'MCP · one replica',
  description: 'CPU, memory, event loop, connections and calls of one replica of api or worker.',
  variables: [
    variable('job', 'Part', 'label_values(up{job=~"mcp-.*"}, job)'),
    variable('instance', 'Replica', 'label_values(up{job="$job"}, instance)'),
  ],
  panels: [
    stat('Up', { expr: `up{${ONE}}`, legend: 'up' }, { decimals: 0 }),
    stat(
      'Running for',
      { expr: `time() - min(process_start_time_seconds{${ONE}})`, legend: 'since its start' },
      { unit: 's' },
    ),
    stat(
      'CPU',
      { expr: `sum(rate(process_cpu_seconds_total{${ONE}}[5m]))`, legend: 'cores' },
      { unit: 'percentunit' },
    ),
    stat(
      'Memory',
      { expr: `sum(process_resident_memory_bytes{${ONE}})`, legend: 'resident' },
      { unit: 'bytes' },
    ),
    stat(
      'Event loop, p99 lag',
      { expr: `max(nodejs_eventloop_lag_p99_seconds{${ONE}})`, legend: 'lag' },
      { unit: 's', limit: 0.5 },
    ),
    stat(
      'What it reaches',
      { expr: `min(dependency_up{${ONE}})`, legend: 'all of database, Redis and queue' },
      { decimals: 0 },
    ),
    row('Process'),
    timeseries(
      'CPU',
      [
        { expr: `sum(rate(process_cpu_user_seconds_total{${ONE}}[5m]))`, legend: 'user' },
        { expr: `sum(rate(process_cpu_system_seconds_total{${ONE}}[5m]))`, legend: 'system' },
      ],
      { unit: 'percentunit', stacked: true },
    ),
    timeseries(
      'Memory',
      [
        { expr: `sum(process_resident_memory_bytes{${ONE}})`, legend: 'resident' },
        { expr: `sum(nodejs_heap_size_total_bytes{${ONE}})`, legend: 'heap' },
        { expr: `sum(nodejs_heap_size_used_bytes{${ONE}})`, legend: 'heap, used' },
        { expr: `sum(nodejs_external_memory_bytes{${ONE}})`, legend: 'external' },
      ],
      { unit: 'bytes' },
    ),
    timeseries(
      'Event loop lag',
      ['p50', 'p90', 'p99'].map((q) => ({
        expr: `max(nodejs_eventloop_lag_${q}_seconds{${ONE}})`,
        legend: q,
      })),
      { unit: 's', links: toLog },
    ),
    timeseries(
      'Garbage collection',
      [
        {
          expr: `sum by (kind) (rate(nodejs_gc_duration_seconds_sum{${ONE}}[5m]))`,
          legend: '{{kind}}',
        },
      ],
      { unit: 'percentunit', description: 'Part of the time in which nothing else runs.' },
    ),
    timeseries('Open files and handles', [
      { expr: `sum(process_open_fds{${ONE}})`, legend: 'files' },
      { expr: `sum(nodejs_active_resources_total{${ONE}})`, legend: 'resources of Node' },
    ]),
    timeseries(
      'Processes of the api',
      [
        { expr: `sum(api_workers_desired{${ONE}})`, legend: 'desired' },
        { expr: `sum(api_workers_ready{${ONE}})`, legend: 'ready' },
        { expr: `sum(api_workers_unanswered{${ONE}})`, legend: 'that told no metrics' },
        {
          expr: `sum(increase(api_worker_ends_total{${ONE},how="died"}[5m]))`,
          legend: 'that died',
        },
      ],
      { description: 'Of an api with one process there is nothing to see.' },
    ),
    row('What it serves'),
    timeseries(
      'Calls by outcome',
      [
        {
          expr: `sum by (status) (rate(mcp_requests_total{${ONE}}[5m]))`,
          legend: '{{status}}',
        },
      ],
      { unit: 'reqps', stacked: true, links: toLog },
    ),
    timeseries('Calls that run, wait and were refused', [
      { expr: `sum(mcp_calls_running{${ONE}})`, legend: 'run' },
      { expr: `sum(mcp_calls_queued{${ONE}})`, legend: 'wait' },
      { expr: `sum(rate(mcp_calls_rejected_total{${ONE}}[5m]))`, legend: 'refused per second' },
    ]),
    timeseries('Connections, sessions, streams', [
      { expr: `sum(mcp_active_connections{${ONE}})`, legend: 'connections' },
      { expr: `sum(mcp_sessions{${ONE}})`, legend: 'sessions' },
      { expr: `sum(mcp_streams{${ONE}})`, legend: 'streams' },
    ]),
    timeseries('Connections to the database', [
      { expr: `sum by (state) (db_connections{${ONE}})`, legend: '{{state}}' },
      { expr: `sum(db_connections_max{${ONE}})`, legend: 'at most' },
      { expr: `sum(db_connections_pending{${ONE}})`, legend: 'waited for' },
    ]),
    timeseries(
      'Reaches',
      [{ expr: `min by (dependency) (dependency_up{${ONE}})`, legend: '{{dependency}}' }],
      { max: 1, decimals: 0 },
    ),
    timeseries(
      'Refused connections',
      [
        {
          expr: `sum by (limit) (rate(mcp_connections_refused_total{${ONE}}[5m]))`,
          legend: 'of one {{limit}} too many',
        },
      ],
      { unit: 'cps' },
    ),
    logs(
      'Warnings and errors of all replicas',
      '{service_namespace="mcp"} | json | level=~"warn|error|fatal"',
    ),
  ],
});
