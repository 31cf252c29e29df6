import type { ObservedRequest } from '@repo/mcp-core';
import { RequestMetrics } from '@repo/telemetry/testing';
import { register } from 'prom-client';
import { instants, STEP_S, type PlayedInstant } from './played-time';
import { arrivals, endOf, normal, tools, type PlayedEnd } from './played-tools';
import { randomFrom } from './random';
import type { Played } from './played-series';

const METHODS = [
  { method: 'tools/list', rate: 0.8, seconds: 0.002 },
  { method: 'initialize', rate: 0.2, seconds: 0.004 },
  { method: 'prompts/get', rate: 0.1, seconds: 0.003 },
  { method: 'resources/read', rate: 0.4, seconds: 0.006 },
];

/** Plays the calls of one replica through the metrics of the platform themselves, and adds its gauges. */
export async function playReplica(nth: number, played: Played): Promise<void> {
  const random = randomFrom(nth + 1);
  let metrics = start();
  let startedAt = instants[0]!.left;
  const totals = new Map<string, number>();
  const grow = (series: string, by: number) => {
    totals.set(series, (totals.get(series) ?? 0) + by);
    return [series, totals.get(series)!] as const;
  };
  for (const instant of instants) {
    const isMine = nth === 2;
    if (isMine && instant.isReplacing) {
      if (totals.size > 0) {
        totals.clear();
        metrics = start();
        startedAt = instant.left;
      }
      played.add(instant, { job: 'mcp-server', instance: instanceOf(nth) }, [['up', 0]]);
      continue;
    }
    for (const end of endsIn(instant, random)) metrics.observe(observed(end));
    const calls = await register.metrics();
    const target = { job: 'mcp-server', instance: instanceOf(nth, isMine && instant.wasReplaced) };
    played.addText(instant, target, calls);
    played.add(instant, target, ofProcess(instant, startedAt, random, grow));
  }
}

function start(): RequestMetrics {
  register.clear();
  return new RequestMetrics();
}

function instanceOf(nth: number, isNew = false): string {
  return `10.0.0.${isNew ? 14 : 11 + nth}:9464`;
}

function endsIn(instant: PlayedInstant, random: () => number): PlayedEnd[] {
  const ofTools = tools.flatMap((tool) =>
    Array.from({ length: arrivals(tool.rate, STEP_S, random) }, () => endOf(tool, instant, random)),
  );
  const others = METHODS.flatMap(({ method, rate, seconds }) =>
    Array.from({ length: arrivals(rate, STEP_S, random) }, (): PlayedEnd => {
      return { method, outcome: 'ok', seconds: seconds * Math.exp(0.5 * normal(random)) };
    }),
  );
  return [...ofTools, ...others];
}

function observed({ seconds, code, ...end }: PlayedEnd): ObservedRequest {
  const request = { channel: { headers: {} } } as unknown as ObservedRequest['request'];
  const error = code === undefined ? undefined : ({ code } as ObservedRequest['error']);
  return { ...end, error, request, era: 'modern', durationMs: seconds * 1_000 };
}

type Grow = (series: string, by: number) => readonly [string, number];

/** What a process tells beside its requests. */
function ofProcess(
  instant: PlayedInstant,
  startedAt: number,
  random: () => number,
  grow: Grow,
): (readonly [string, number])[] {
  const { isOutage, isCatchingUp } = instant;
  const busy = isCatchingUp ? 2 : isOutage ? 0.6 : 1;
  const wave = (mean: number, spread = 0.15) => Math.max(0, mean * (1 + spread * normal(random)));
  const dropped = isOutage && instant.left < 26 * 60 ? 20 : 0;
  const buffered = isOutage ? (32 * 60 - instant.left) * 8 : isCatchingUp ? 900 : 3;
  const guesses = instant.left < 9 * 60 && instant.left > 6 * 60;
  return [
    ['up', 1],
    ['process_start_time_seconds', instant.at(startedAt)],
    grow('process_cpu_seconds_total', wave(0.32 * busy) * STEP_S),
    grow('process_cpu_user_seconds_total', wave(0.26 * busy) * STEP_S),
    grow('process_cpu_system_seconds_total', wave(0.06 * busy) * STEP_S),
    ['process_resident_memory_bytes', wave(168e6, 0.02)],
    ['process_open_fds', wave(64, 0.1)],
    ['nodejs_heap_size_total_bytes', wave(92e6, 0.02)],
    ['nodejs_heap_size_used_bytes', wave(71e6, 0.06)],
    ['nodejs_external_memory_bytes', wave(9e6, 0.05)],
    ['nodejs_active_resources_total', Math.round(wave(58))],
    ['nodejs_eventloop_lag_p50_seconds', wave(0.0102, 0.01)],
    ['nodejs_eventloop_lag_p90_seconds', wave(0.0112, 0.03)],
    ['nodejs_eventloop_lag_p99_seconds', wave(isCatchingUp ? 0.09 : 0.016)],
    ...['major', 'minor', 'incremental'].map((kind, at) =>
      grow(`nodejs_gc_duration_seconds_sum{kind="${kind}"}`, wave([0.004, 0.03, 0.002][at]!)),
    ),
    ['mcp_active_connections', Math.round(wave(84))],
    ['mcp_sessions', Math.round(wave(37, 0.05))],
    ['mcp_streams', Math.round(wave(21, 0.05))],
    ['mcp_calls_running', Math.round(wave(isOutage ? 30 : 3))],
    ['mcp_calls_queued', isCatchingUp ? Math.round(wave(12)) : 0],
    grow('mcp_connections_refused_total{limit="address"}', guesses ? 3 : 0),
    grow('mcp_connections_refused_total{limit="process"}', 0),
    ['db_connections{state="used"}', isOutage ? 0 : Math.round(wave(3 * busy))],
    ['db_connections{state="idle"}', isOutage ? 0 : Math.round(wave(4))],
    ['db_connections_max', 10],
    ['db_connections_pending', isOutage ? Math.round(wave(14)) : 0],
    ['dependency_up{dependency="database"}', isOutage ? 0 : 1],
    ['dependency_up{dependency="redis"}', 1],
    ['api_workers_desired', 2],
    ['api_workers_ready', 2],
    ['api_workers_unanswered', 0],
    grow('api_worker_ends_total{how="died"}', 0),
    grow('audit_records_stored_total', isOutage ? 0 : wave(150 * busy)),
    grow('audit_records_dropped_total{reason="buffer_full"}', dropped),
    grow('audit_records_spooled_total', 0),
    ['audit_records_buffered', Math.round(buffered)],
    grow('auth_sign_in_failures_total', guesses ? wave(30) : wave(0.2)),
    grow('auth_sign_in_blocks_total{of="address"}', guesses ? 1 : 0),
    grow('auth_sign_in_blocks_total{of="client"}', 0),
    ['auth_issuer_keys_fetched_timestamp_seconds', instant.at(instant.left + 200)],
    ['auth_issuer_keys_tried_timestamp_seconds', instant.at(instant.left)],
    ['auth_oldest_credential_timestamp_seconds{kind="api_key"}', instant.at(120 * 86_400)],
    ['auth_oldest_credential_timestamp_seconds{kind="client_secret"}', instant.at(200 * 86_400)],
    ['auth_next_credential_expiry_timestamp_seconds{kind="api_key"}', instant.at(-40 * 86_400)],
    ['tls_certificate_expiry_timestamp_seconds{host="mcp.example.com"}', instant.at(-61 * 86_400)],
  ];
}
