import { AuthModule } from '@repo/auth';
import { Module } from '@nestjs/common';
import { Admission } from './admission/admission';
import { ClientAddress } from './admission/client-address';
import { MetadataDocuments } from './documents/metadata-documents';
import { ServerCards } from './cards/server-cards';
import { EdgeRoutes } from './edge-routes';
import { McpEndpoint } from './mcp/mcp-endpoint';
import { OwnMounts } from './mcp/own-mounts';
import { HostOriginGuard } from './origin/host-origin.guard';
import { McpRefusals } from './refusals/mcp-refusals';
import { TokenRoutes } from './token/token-routes';

/** What stands between a host of HTTP and the engine. Needs the global `ConfigModule` and `McpModule`. */
@Module({
  imports: [AuthModule],
  providers: [
    HostOriginGuard,
    ClientAddress,
    Admission,
    McpRefusals,
    McpEndpoint,
    OwnMounts,
    MetadataDocuments,
    TokenRoutes,
    ServerCards,
    EdgeRoutes,
  ],
  exports: [HostOriginGuard, ClientAddress, Admission, OwnMounts, EdgeRoutes],
})
export class McpEdgeModule {}
