import { accessOf } from './access';
import { CatalogError } from './catalog.error';
import { compileObject } from './compile-object';
import { checkDescribed, listedBase, type FeatureBase, type Handler } from './feature';
import type { ToolOptions } from './feature.options';
import { maxConcurrentOf } from './max-concurrent';
import { parameterHeaders, type ParameterHeader } from './parameter-header';
import { rateLimitOf } from './rate-limit';
import { NO_INPUT, type CompiledSchema, type JsonSchema } from './schema';

export interface ToolFeature extends FeatureBase {
  readonly kind: 'tool';
  readonly input?: CompiledSchema;
  readonly output?: CompiledSchema;
  readonly headers: readonly ParameterHeader[];
  readonly timeoutMs?: number;
}

/** @throws {CatalogError} */
export function toolFeature(options: ToolOptions, handler: Handler, where: string): ToolFeature {
  checkDescribed('tool', options, where);
  const input = options.input && compileObject(options.input, 'input', where);
  const output = options.output && compileObject(options.output, 'output', where);
  return {
    kind: 'tool',
    name: options.name,
    ...accessOf(options, where),
    rateLimit: rateLimitOf(options.rateLimit, where),
    maxConcurrent: maxConcurrentOf(options.maxConcurrent, where),
    handler,
    input,
    output,
    headers: input === undefined ? [] : headersOf(input.json, where),
    timeoutMs: options.timeoutMs,
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
