import type { Attributes } from '@opentelemetry/api';

/**
 * What Prometheus cannot write as the conventions have it: a metric with dots in its name and its unit
 * beside. All other metrics keep their names, so that one dashboard reads both ways.
 */
const NAMES: Readonly<Record<string, { readonly name: string; readonly unit: string }>> = {
  mcp_server_operation_duration_seconds: { name: 'mcp.server.operation.duration', unit: 's' },
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  mcp_method_name: 'mcp.method.name',
  gen_ai_operation_name: 'gen_ai.operation.name',
  gen_ai_tool_name: 'gen_ai.tool.name',
  gen_ai_prompt_name: 'gen_ai.prompt.name',
  error_type: 'error.type',
  rpc_response_status_code: 'rpc.response.status_code',
  network_transport: 'network.transport',
};

export function otlpNameOf(metric: string): string {
  return NAMES[metric]?.name ?? metric;
}

export function otlpUnitOf(metric: string): string {
  return NAMES[metric]?.unit ?? '';
}

export function toAttributes(
  metric: string,
  labels: Readonly<Record<string, string | number>>,
): Attributes {
  if (NAMES[metric] === undefined) return labels;
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [ATTRIBUTES[label] ?? label, value]),
  );
}
