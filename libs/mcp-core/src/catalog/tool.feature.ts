import type { Handler, ParameterHeader, ToolFeature } from '../features/feature';
import { NO_INPUT, type JsonSchema } from '../features/json-schema';
import { RefusedError } from '../protocol/protocol.error';
import { approvalOf } from './approval.options';
import { CatalogError } from './catalog.error';
import { compileSchema } from './compile-schema';
import { featureBase, listedBase } from './feature-base';
import type { ToolOptions } from './feature.options';
import { parameterHeaders } from './parameter-header';
import { taskOf } from './task.options';

/** @throws {CatalogError} */
export function toolFeature(options: ToolOptions, handler: Handler, where: string): ToolFeature {
  const input = options.input && compileSchema(options.input, 'input', where);
  const approval = approvalOf(options.approval, where);
  const output = options.output && compileSchema(options.output, 'output', where);
  return {
    kind: 'tool',
    ...featureBase('tool', options, approval ? approved(handler) : handler, where),
    input,
    output,
    headers: input === undefined ? [] : headersOf(input.json, where),
    timeoutMs: options.timeoutMs,
    task: taskOf(options.task, where, approval !== undefined),
    approval,
    listed: {
      ...listedBase(options),
      inputSchema: input?.json ?? NO_INPUT,
      outputSchema: output?.json,
      annotations: options.annotations,
    },
  };
}

/** A server that knows no tasks would run it at once, and so does a call that got around them. */
function approved(handler: Handler): Handler {
  return (input, context) => {
    if (context.approval !== undefined) return handler(input, context);
    throw new RefusedError(
      'This needs the approval of another person, which nobody can give here.',
    );
  };
}

function headersOf(schema: JsonSchema, where: string): ParameterHeader[] {
  try {
    return parameterHeaders(schema);
  } catch (error) {
    throw new CatalogError(
      where,
      (error as Error).message,
      'See "x-mcp-header" in the specification.',
    );
  }
}
