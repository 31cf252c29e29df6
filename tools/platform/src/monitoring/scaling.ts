import { dashboard } from './dashboard';
import { exploreLink } from './explore-link';
import { row, stat, timeseries } from './panel';

const toJobs = [
  exploreLink('Traces of jobs', 'tempo', '{ resource.service.name =~ ".*-worker" }'),
  exploreLink('Log of the worker', 'loki', '{service_namespace="mcp",service_name=~".*worker"}'),
];

/** What off-hours scaling does and saves, and the queues that it is carried out by. */
export const scaling = dashboard({
  name: 'scaling',
  title: 'MCP · scaling and savings',
  description: 'What runs outside of the hours, what that saves, and whether the jobs get done.',
  panels: [
    stat(
      'Replica-hours saved in 30 days',
      {
        expr: 'sum(max by (target) (increase(scaling_replica_hours_saved_total[30d])))',
        legend: 'hours',
      },
      { unit: 'none', decimals: 0, width: 6 },
    ),
    stat(
      'Saved in all',
      { expr: 'sum(max by (target) (scaling_replica_hours_saved_total))', legend: 'hours' },
      { unit: 'none', decimals: 0, width: 6 },
    ),
    stat(
      'Replicas that run',
      { expr: 'sum(target:scaling_actual_replicas:max)', legend: 'replicas' },
      { decimals: 0, width: 6 },
    ),
    stat(
      'Last look at a target',
      { expr: 'max(target:scaling_reconcile_age_seconds:min)', legend: 'ago' },
      { unit: 's', limit: 300, width: 6 },
    ),
    row('Targets'),
    timeseries(
      'Replicas',
      [
        { expr: 'target:scaling_desired_replicas:max', legend: '{{target}}, desired' },
        { expr: 'target:scaling_actual_replicas:max', legend: '{{target}}, actual' },
      ],
      { decimals: 0, width: 12 },
    ),
    timeseries(
      'Replica-hours saved',
      [{ expr: 'max by (target) (scaling_replica_hours_saved_total)', legend: '{{target}}' }],
      { unit: 'none', width: 12 },
    ),
    timeseries(
      'Held at none by intent',
      [{ expr: 'max by (target) (scaling_held_at_zero)', legend: '{{target}}' }],
      { decimals: 0, max: 1 },
    ),
    timeseries(
      'What was done',
      [
        {
          expr: 'sum by (target, action, outcome) (increase(scaling_actions_total[5m]))',
          legend: '{{target}}: {{action}}, {{outcome}}',
        },
      ],
      { links: toJobs },
    ),
    timeseries(
      'Time since a target was last looked at',
      [{ expr: 'target:scaling_reconcile_age_seconds:min', legend: '{{target}}' }],
      { unit: 's', limit: 300 },
    ),
    row('Queues and jobs'),
    timeseries(
      'Jobs by state',
      [{ expr: 'max by (queue, state) (queue_jobs)', legend: '{{queue}}: {{state}}' }],
      { decimals: 0, links: toJobs },
    ),
    timeseries(
      'Age of the next job',
      [{ expr: 'max by (queue) (queue_age_seconds)', legend: '{{queue}}' }],
      { unit: 's', limit: 300 },
    ),
    timeseries(
      'Jobs by end',
      [
        {
          expr: 'sum by (name, status) (rate(job_duration_seconds_count[5m]))',
          legend: '{{name}}, {{status}}',
        },
      ],
      { unit: 'cps', links: toJobs },
    ),
    timeseries(
      'Time of a job',
      [
        {
          expr: 'histogram_quantile(0.95, sum by (queue, le) (rate(job_duration_seconds_bucket[5m])))',
          legend: '{{queue}}, p95',
        },
      ],
      { unit: 's', width: 12 },
    ),
    timeseries(
      'Workers that reach the queue',
      [{ expr: 'avg by (dependency) (dependency_up{job="mcp-worker"})', legend: '{{dependency}}' }],
      { unit: 'percentunit', max: 1, width: 12 },
    ),
    row('Tasks'),
    timeseries('Open tasks', [{ expr: 'max by (status) (mcp_tasks_open)', legend: '{{status}}' }], {
      decimals: 0,
      width: 12,
    }),
    timeseries(
      'Longest wait of a task',
      [{ expr: 'max(mcp_tasks_oldest_waiting_seconds)', legend: 'waited' }],
      { unit: 's', width: 12 },
    ),
    timeseries(
      'Tasks that run',
      [{ expr: 'sum by (job) (mcp_tasks_running)', legend: '{{job}}' }],
      { decimals: 0, width: 12 },
    ),
    timeseries(
      'Ends of tasks',
      [
        {
          expr: 'sum by (tool, outcome) (rate(mcp_tasks_ended_total[5m]))',
          legend: '{{tool}}, {{outcome}}',
        },
      ],
      { unit: 'cps', width: 12 },
    ),
  ],
});
