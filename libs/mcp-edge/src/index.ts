export { Admission } from './admission/admission';
export type { EdgeHandler, EdgeReply, EdgeRequest, SendReply } from './edge-message';
export { EdgeRoutes } from './edge-routes';
export type { Mount } from './mcp/mount';
export { OwnMounts } from './mcp/own-mounts';
export { McpEdgeModule } from './mcp-edge.module';
export { HostOriginGuard } from './origin/host-origin.guard';
export { logFault } from './refusals/log-fault';
export { problem, PROBLEM_JSON, problemReply, type Problem } from './refusals/problem';
