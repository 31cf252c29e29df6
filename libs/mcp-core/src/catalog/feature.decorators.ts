import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type {
  CallToolResult,
  GetPromptResult,
  StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type { Completer, ResourceLister } from '../features/feature';
import type { ToolContext } from '../features/tool-context';
import type { PromptReturn } from '../features/prompt-result';
import type { ResourceReturn } from '../features/resource-result';
import type { ToolReturn } from '../features/tool-result';
import type { ApprovalOptions } from './approval.options';
import type {
  CompletionOptions,
  PromptOptions,
  ResourceListOptions,
  ResourceOptions,
  ToolOptions,
} from './feature.options';
import type { Schema, Validated } from '../features/schema';

export type FeatureDeclaration =
  | { kind: 'tool'; options: ToolOptions }
  | { kind: 'resource'; options: ResourceOptions }
  | { kind: 'prompt'; options: PromptOptions }
  | { kind: 'completion'; options: CompletionOptions }
  | { kind: 'list'; options: ResourceListOptions };

const DECLARATION = Symbol('mcp feature');

/** The declaration that a decorator below has put on a method. */
export function declarationOf(method: object): FeatureDeclaration | undefined {
  return Reflect.getMetadata(DECLARATION, method) as FeatureDeclaration | undefined;
}

/** Every class with a decorated method, to find those that no module provides. */
export const declaredClasses = new Set<Type>();

function declare(declaration: FeatureDeclaration) {
  return (target: object, _name: string | symbol, method: PropertyDescriptor): void => {
    Reflect.defineMetadata(DECLARATION, declaration, method.value as object);
    declaredClasses.add(target.constructor as Type);
  };
}

/** A decorator that compiles only on a method with this input and result. */
type MethodDecoratorFor<Input, Returned> = <
  Method extends (input: Input, context: ToolContext) => unknown,
>(
  target: object,
  name: string | symbol,
  method: Settled<ReturnType<Method>> extends Returned
    ? TypedPropertyDescriptor<Method>
    : TypedPropertyDescriptor<(input: Input, context: ToolContext) => Returned>,
) => void;

/** What a promise or an Observable gives in the end. */
type Settled<T> = T extends Observable<infer Last> ? Last : Awaited<T>;

/** With an output schema what that takes, and a result in the protocol's form always. */
export type ReturnOf<S extends Schema | undefined> = S extends Schema
  ? StandardSchemaWithJSON.InferInput<S> | CallToolResult
  : ToolReturn;

export type InputOf<S extends Schema | undefined> = S extends Schema
  ? Validated<S>
  : Record<string, never>;

/** Those of a tool with these schemas, or without. */
export type ToolOptionsOf<I extends Schema | undefined, O extends Schema | undefined> = Omit<
  ToolOptions,
  'input' | 'output' | 'approval'
> & { input?: I; output?: O; approval?: ApprovalOptions<I> };

/**
 * Makes a method of a provider a tool.
 *
 * @example
 * ```ts
 * @Tool({
 *   name: 'find_invoice',
 *   description: 'Finds one invoice by its number.',
 *   input: z.object({ number: z.string().max(32) }),
 *   annotations: { readOnlyHint: true },
 * })
 * findInvoice({ number }: { number: string }) {
 *   return this.invoices.byNumber(number);
 * }
 * ```
 */
export function Tool<
  I extends Schema | undefined = undefined,
  O extends Schema | undefined = undefined,
>(options: ToolOptionsOf<I, O>): MethodDecoratorFor<InputOf<I>, ReturnOf<O>> {
  return declare({ kind: 'tool', options });
}

/**
 * Makes a method a resource: of one URI (`uri`), or of all URIs that fit an RFC 6570 template
 * (`uriTemplate`), whose variables are the method's first argument.
 */
export function Resource(options: ResourceOptions): MethodDecoratorFor<never, ResourceReturn> {
  return declare({ kind: 'resource', options });
}

/** Makes a method a prompt; its arguments are strings, checked by `arguments`. */
export function Prompt<I extends Schema | undefined = undefined>(
  options: Omit<PromptOptions, 'arguments'> & { arguments?: I },
): MethodDecoratorFor<InputOf<I>, PromptReturn | GetPromptResult> {
  return declare({ kind: 'prompt', options });
}

/**
 * Makes a method the source of suggestions for one argument of a prompt or one variable of a
 * resource template. It gets the text typed so far and a context that holds the arguments already
 * chosen, and returns values, best first, or these with how many there are in all. An argument whose
 * schema is an enum needs none.
 */
export function Completion(options: CompletionOptions) {
  const decorate = declare({ kind: 'completion', options });
  return <Method extends Completer>(
    target: object,
    name: string | symbol,
    method: TypedPropertyDescriptor<Method>,
  ): void => decorate(target, name, method);
}

/**
 * Makes a method the list of a resource template: `resources/list` shows what it returns, for each
 * caller. It returns all resources, or a page of `limit` at most with a cursor to the next. Callers
 * who do not see the template do not reach it.
 */
export function ResourceList(options: ResourceListOptions) {
  const decorate = declare({ kind: 'list', options });
  return <Method extends ResourceLister>(
    target: object,
    name: string | symbol,
    method: TypedPropertyDescriptor<Method>,
  ): void => decorate(target, name, method);
}
