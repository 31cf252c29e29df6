import { extendFeature } from '../../catalog/feature-extension';
import { Resource } from '../../catalog/feature.decorators';
import type { ResourceOptions } from '../../catalog/feature.options';
import type { ToolContext } from '../../features/tool-context';
import type { AppCsp } from './app-origins';

/** MCP Apps (SEP-1865). */
export const APPS = 'io.modelcontextprotocol/ui';
export const APP_MIME_TYPE = 'text/html;profile=mcp-app';

type Permission = 'camera' | 'microphone' | 'geolocation' | 'clipboardWrite';

export interface AppOptions extends Omit<
  ResourceOptions,
  'uri' | 'uriTemplate' | 'mimeType' | 'size'
> {
  /** Begins with `ui://`; tools name it in `@UseApp`. */
  uri: string;
  /** Checked at start. Without it the view may load and connect to nothing. */
  csp?: AppCsp;
  /** What the view asks the browser for; a host may refuse. */
  permissions?: Permission[];
  /** An origin for the view alone; which one a host takes, its own documents say. */
  domain?: string;
  /** Whether the host draws a border around the view. */
  prefersBorder?: boolean;
}

/** A mark on the method that returns a view's HTML. */
export interface ViewMark {
  readonly kind: 'view';
  readonly csp: AppCsp;
}

/** A mark on a tool whose results a view shows. */
export interface ToolMark {
  readonly kind: 'tool';
  readonly uri: string;
  readonly visibility?: readonly ('model' | 'app')[];
}

/** A decorator that compiles only on a method that returns HTML. */
type ViewDecorator = <
  Method extends (input: never, context: ToolContext) => string | Promise<string>,
>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Makes a method the view of an app: it returns a whole HTML document, which the client shows in a
 * sandboxed frame beside the results of the tools that have `@UseApp`.
 *
 * @see https://github.com/modelcontextprotocol/ext-apps
 */
export function App({
  csp = {},
  permissions,
  domain,
  prefersBorder,
  meta,
  ...options
}: AppOptions): ViewDecorator {
  const asked = permissions && Object.fromEntries(permissions.map((name) => [name, {}]));
  const ui = { csp, permissions: asked, domain, prefersBorder };
  const resource = Resource({ ...options, mimeType: APP_MIME_TYPE, meta: { ...meta, ui } });
  const mark: ViewMark = { kind: 'view', csp };
  return (target, name, method: PropertyDescriptor) => {
    resource(target, name, method);
    extendFeature(APPS, mark)(target, name, method);
  };
}

/**
 * Shows the results of a tool in an app. Clients without apps get the tool as it is, so its result
 * must say all by itself.
 *
 * @param uri of a method with `@App`
 * @param options `visibility`: who may call the tool; by default the model and the view. `['app']`
 *   is a tool for the view alone, which other clients do not see.
 */
export function UseApp(uri: string, { visibility }: { visibility?: ('model' | 'app')[] } = {}) {
  const mark: ToolMark = { kind: 'tool', uri, visibility };
  return extendFeature(APPS, mark);
}
