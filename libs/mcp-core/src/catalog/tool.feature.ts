import type { Handler, ParameterHeader, ToolFeature } from '../features/feature';
import { NO_INPUT, type JsonSchema } from '../features/json-schema';
import { CatalogError } from './catalog.error';
import { compileSchema } from './compile-schema';
import { featureBase, listedBase } from './feature-base';
import type { ToolOptions } from './feature.options';
import { parameterHeaders } from './parameter-header';
import { taskOf } from './task.options';

/** @throws {CatalogError} */
export function toolFeature(options: ToolOptions, handler: Handler, where: string): ToolFeature {
  const input = options.input && compileSchema(options.input, 'input', where);
  const output = options.output && compileSchema(options.output, 'output', where);
  return {
    kind: 'tool',
    ...featureBase('tool', options, handler, where),
    input,
    output,
    headers: input === undefined ? [] : headersOf(input.json, where),
    timeoutMs: options.timeoutMs,
    task: taskOf(options.task, where),
    listed: {
      ...listedBase(options),
      inputSchema: input?.json ?? NO_INPUT,
      outputSchema: output?.json,
      annotations: options.annotations,
    },
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
