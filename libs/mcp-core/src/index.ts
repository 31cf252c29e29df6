// The folders import in one direction, which a test of the workspace keeps: protocol, features,
// catalog, extensions, subscriptions, engine, streams, sessions, transports, hosting.
export { isOpen } from './catalog/access';
export { Catalog } from './catalog/catalog';
export { Completion, Prompt, Resource, ResourceList, Tool } from './catalog/feature.decorators';
export {
  defineCompletion,
  definePrompt,
  defineResource,
  defineResourceList,
  defineTool,
} from './catalog/define-feature';
export { FeatureSource } from './catalog/feature-source';
export type { NamedServerOptions } from './catalog/named-server';
export { Scopes } from './catalog/scopes.decorator';
export { ServedOn, type Hosting } from './catalog/served-on.decorator';
export { CatalogError } from './catalog/catalog.error';
export { extendFeature, type ProvidedFeature } from './catalog/feature-extension';
export { App, UseApp, type AppOptions } from './extensions/apps/app.decorators';
export { Extension, type CheckedCall, type PrepareCall } from './extensions/extension';
export { ExtensionContext, type AskClient } from './extensions/extension-context';
export type { ExtensionHost } from './extensions/extension-host';
export { extensionMethod, type ExtensionMethod } from './extensions/extension-method';
export type {
  ExtensionSubscription,
  OpenedSubscription,
} from './extensions/extension-subscription';
export { CallInterceptor, CallOrder, type CallResult } from './engine/call-interceptor';
export {
  RequestObserver,
  type ObservedRequest,
  type RefusedRequest,
} from './engine/request-observer';
export { RequestScope, type StartedRequest } from './engine/request-scope';
export type { ServerDescription } from './engine/server-description';
export { FeatureVisibility, type Visibility } from './engine/visibility';
export { audio, file, image, resourceLink } from './features/content-blocks';
export {
  Call,
  qualifiedNameOf,
  type Access,
  type AllowPolicy,
  type CompletionContext,
  type ListedResource,
  type ResourceListContext,
  type ResourceListing,
  type ResourceListRequest,
  type Feature,
  type ToolFeature,
} from './features/feature';
export { CredentialSource, type CredentialDemand } from './features/credential-source';
export { elicit, elicitUrl, listRoots, sample, type InputRequests } from './features/input-request';
export { ToolContext } from './features/tool-context';
export type { ApprovalOptions } from './catalog/approval.options';
export type { TaskOptions, TaskSupport } from './catalog/task.options';
export { ToolError } from './features/tool.error';
export { assetPath } from './hosting/asset-path';
export { V1ServerHost } from './hosting/v1-server-host';
export { RequestQuota } from './engine/request-quota';
export { McpCatalog } from './mcp-catalog';
export type { FeatureCounts, HostedServer } from './hosted-server';
export { McpHost } from './mcp-host';
export { McpModule } from './mcp.module';
export { addressKey, callerKey, countedAs } from './protocol/caller-key';
export { principalOf, type Client } from './protocol/client';
export { counterKey } from './protocol/counter-key';
export { checkJsonSize } from './protocol/json-size';
export { isCoreMethod } from './protocol/core-methods';
export { declaredExtension } from './protocol/declared-extension';
export { isLogLevel } from './protocol/log-level';
export { PreEncodedFrame, PreEncodedJson } from './protocol/pre-encoded-json';
export {
  CancelledError,
  ErrorCode,
  MissingClientCapabilityError,
  ProtocolError,
  RefusedError,
  ResourceNotFoundError,
  type Outcome,
  type RefusalDetail,
} from './protocol/protocol.error';
export { Cancellation } from './protocol/cancellation';
export type { McpRequest, ResponseChannel } from './protocol/mcp-request';
export type { Approval } from './protocol/task-run';
export { isRequestId, type RequestId } from './protocol/request-id';
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
  Replicas,
  SharedState,
  type ReplicaMessage,
} from './sessions/replicas';
export {
  SessionDirectory,
  SessionsUnavailableError,
  type SessionRecord,
  type SessionUpdate,
} from './sessions/session-directory';
export {
  ChangeBus,
  MAX_LOGGED,
  type Change,
  type ChangeListener,
  type LoggedChange,
} from './subscriptions/change-bus';
export { McpNotifier } from './subscriptions/mcp-notifier';
export {
  bodyTooLarge,
  errorReply,
  type HttpHandler,
  type HttpReply,
  type HttpRequest,
  type TextReply,
} from './transports/http/http-message';
export { McpHttpHost } from './transports/http/mcp-http-host';
export { McpStdio } from './transports/stdio/mcp-stdio';
