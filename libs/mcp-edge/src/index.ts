export { Admission } from './admission/admission';
export { ClientAddress } from './admission/client-address';
export type { EdgeHandler, EdgeReply, EdgeRequest, SendReply } from './edge-message';
export { EdgeRoutes } from './edge-routes';
export type { Mount } from './mcp/mount';
export { OwnMounts } from './mcp/own-mounts';
export { McpEdgeModule } from './mcp-edge.module';
export { HostOriginGuard } from './origin/host-origin.guard';
export { logFault } from './refusals/log-fault';
export {
  repeatedHeader,
  repeatedHeaderError,
  repeatedHeaderReply,
} from './refusals/repeated-header';
export { problem, PROBLEM_JSON, problemReply, type Problem } from './refusals/problem';
