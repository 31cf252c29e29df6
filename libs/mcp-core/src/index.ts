export { BoundedMap } from './bounded-map';
export { isOpen, type AccessOptions } from './catalog/access';
export {
  type Access,
  type AllowPolicy,
  type CompletionContext,
  type CacheHint,
  type Feature,
  type PromptFeature,
  type RateLimit,
  type ResourceFeature,
  type ToolFeature,
  Call,
} from './features/feature';
export { Catalog } from './catalog/catalog';
export { CatalogError } from './catalog/catalog.error';
export { Completion, Prompt, Resource, Tool } from './catalog/feature.decorators';
export type {
  CompletionOptions,
  FeatureOptions,
  PromptOptions,
  ResourceOptions,
  ToolOptions,
} from './catalog/feature.options';
export type { RateLimitOption } from './catalog/rate-limit';
export { MCP_CONTEXT } from './catalog/feature.explorer';
export type { JsonSchema, Schema } from './features/schema';
export { Scopes } from './catalog/scopes.decorator';
export { type CallResult, CallInterceptor, CallOrder } from './engine/call-interceptor';
export {
  elicit,
  elicitUrl,
  listRoots,
  sample,
  type ElicitAnswer,
  type InputAnswers,
  type InputRequest,
  type InputRequests,
} from './features/input-request';
export {
  RequestObserver,
  type ObservedRequest,
  type RefusedRequest,
} from './engine/request-observer';
export { ToolContext } from './features/tool-context';
export { ToolError } from './features/tool.error';
export { FeatureVisibility, type Visibility } from './engine/visibility';
export { V1ServerHost, type V1ServerOptions } from './hosting/v1-server-host';
export {
  errorReply,
  type HttpHandler,
  type HttpReply,
  type HttpRequest,
  type TextReply,
} from './transports/http/http-message';
export { McpHttpHost } from './transports/http/mcp-http-host';
export { McpHost } from './mcp-host';
export { McpModule } from './mcp.module';
export { McpOptions } from './mcp.options';
export { type Client, principalOf } from './protocol/client';
export {
  ErrorCode,
  InvalidParamsError,
  ProtocolError,
  RefusedError,
  ResourceNotFoundError,
  type Outcome,
  type RefusalDetail,
  type ProtocolErrorOptions,
} from './protocol/protocol.error';
export { LEGACY_REVISIONS, MODERN_REVISIONS, type Era } from './protocol/revision';
export {
  EventStore,
  MAX_CHARACTERS,
  MAX_EVENTS,
  STANDALONE,
  type StoredEvent,
} from './sessions/event-store';
export {
  readReplicaMessage,
  type ReplicaMessage,
  Replicas,
  SharedState,
} from './sessions/replicas';
export {
  SessionDirectory,
  type SessionRecord,
  type SessionUpdate,
  SessionsUnavailableError,
} from './sessions/session-directory';
export { PreEncodedFrame, PreEncodedJson } from './protocol/pre-encoded-json';
export { isLogLevel, type LogLevel } from './protocol/log-level';
export { isRequestId, type RequestId } from './protocol/request-id';
export { McpStdio } from './transports/stdio/mcp-stdio';
export {
  ChangeBus,
  MAX_LOGGED,
  type Change,
  type ChangeListener,
  type LoggedChange,
} from './subscriptions/change-bus';
export { McpNotifier } from './subscriptions/mcp-notifier';
export { answerWeb, type WebOptions } from './transports/web/answer-web';
export { bodyTooLarge, readWebBody } from './transports/web/read-web-body';
export { WebMcpRequest, type WebCaller, type WebRequest } from './transports/web/web-mcp-request';
export { toWebResponse } from './transports/web/web-reply';
