import type { RequestSeries } from './request-tally';
import type { Labels } from './request-samples';

/**
 * The labels of the hosting guide that this project follows. The main server has no `server`, and
 * what calls no tool no `tool`.
 */
export function requestLabels({ method, outcome, ...series }: RequestSeries): Labels {
  return { method, status: outcome, ...toolAndServer(method, series) };
}

export function durationLabels({ method, ...series }: RequestSeries): Labels {
  return { method, ...toolAndServer(method, series) };
}

function toolAndServer(
  method: string,
  { feature, server }: Pick<RequestSeries, 'feature' | 'server'>,
): Labels {
  return {
    ...(callsTool(method) && feature !== undefined && { tool: feature }),
    ...(server !== undefined && { server }),
  };
}

/**
 * The attributes of `mcp.server.operation.duration`, as Prometheus writes them. Left out are those
 * that are the same for all (`jsonrpc.protocol.version`), or would multiply the series by what a
 * client says of itself (`mcp.protocol.version`).
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/main/docs/gen-ai/mcp.md
 */
export function operationLabels(series: RequestSeries): Labels {
  const { method, feature, isHttp, errorCode } = series;
  return {
    mcp_method_name: method,
    network_transport: isHttp ? 'tcp' : 'pipe',
    ...(callsTool(method) && { gen_ai_operation_name: 'execute_tool' }),
    ...(callsTool(method) && feature !== undefined && { gen_ai_tool_name: feature }),
    ...(method === 'prompts/get' && feature !== undefined && { gen_ai_prompt_name: feature }),
    ...errorType(series),
    ...(errorCode !== undefined && { rpc_response_status_code: String(errorCode) }),
  };
}

/** A call of a client, or a run of its task. */
function callsTool(method: string): boolean {
  return method === 'tools/call' || method === 'tasks/run';
}

const SUCCESSES: readonly string[] = ['ok', 'input_required'];

function errorType({ outcome, errorCode }: RequestSeries): Labels {
  if (SUCCESSES.includes(outcome)) return {};
  return { error_type: errorCode === undefined ? outcome : String(errorCode) };
}
