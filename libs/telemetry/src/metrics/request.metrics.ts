import { McpHost } from '@repo/mcp-core';
import {
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
} from '@willsoto/nestjs-prometheus';
import { makeCollectedProvider } from './collected.provider';

/** The first three are of the hosting guide that this project follows; dashboards and alerts rely on all. */
export const Metric = {
  requests: 'mcp_requests_total',
  duration: 'mcp_request_duration_seconds',
  connections: 'mcp_active_connections',
  running: 'mcp_calls_running',
  queued: 'mcp_calls_queued',
  rejected: 'mcp_calls_rejected_total',
} as const;

/** Seconds. From a look-up in memory to the default time-out of a tool. */
const DURATION_BUCKETS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/**
 * Labels stay few and bounded: methods that the host serves, or `unknown`, the outcomes, and the name
 * of the server; the main one has no such label.
 */
export const requestMetrics = [
  makeCounterProvider({
    name: Metric.requests,
    help: 'MCP requests by method and outcome.',
    labelNames: ['method', 'status', 'server'],
  }),
  makeHistogramProvider({
    name: Metric.duration,
    help: 'Seconds from the parsed MCP request to its result.',
    labelNames: ['method', 'server'],
    buckets: DURATION_BUCKETS,
  }),
  makeGaugeProvider({
    name: Metric.connections,
    help: 'Open sockets of the API.',
  }),
  // Collected: to keep them would cost each call.
  makeCollectedProvider('Gauge', {
    name: Metric.running,
    help: 'Calls of tools, resources and prompts that run.',
    source: McpHost,
    collect: ({ load }) => [{ value: load.running }],
  }),
  makeCollectedProvider('Gauge', {
    name: Metric.queued,
    help: 'Calls that wait for a place: MAX_CONCURRENT_CALLS, or maxConcurrent of their feature.',
    source: McpHost,
    collect: ({ load }) => [{ value: load.queued }],
  }),
  makeCounterProvider({
    name: Metric.rejected,
    help: 'Calls that were refused because there was no place for them.',
    labelNames: ['server'],
  }),
];
