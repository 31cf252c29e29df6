import { CredentialSource, ToolError, type CredentialDemand } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

/** Where tasks run apart from their server, nobody signs in, and nothing of those who did is opened. */
@Injectable()
export class NoCredentials extends CredentialSource {
  credential({ service }: CredentialDemand): Promise<string> {
    throw new ToolError(
      `There is no credential for ${service}: this task runs in the worker, which has none of people. Whoever runs it can have tasks run in the server itself (TASK_CONCURRENCY).`,
    );
  }
}
