import { scopesToAskFor, UnauthenticatedError } from '@repo/auth';
import { ApprovalsConfig } from '@repo/config';
import type { Call, ToolFeature } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { NewApproval } from '../storage/task-approval';
import { argumentsHash } from './arguments-hash';
import { waitingText } from './approval-texts';

/** Characters of what is to be decided. */
const MAX_REASON = 500;

/** What calls wait for, before they are kept. */
@Injectable()
export class NewApprovals {
  constructor(private readonly config: ApprovalsConfig) {}

  /**
   * @param input the arguments as the method gets them
   * @returns undefined where the tool needs none
   * @throws {UnauthenticatedError} nobody knows who asks
   */
  of(
    { feature, client, params }: Call,
    input: unknown,
    { isJoinable }: { readonly isJoinable: boolean },
  ): NewApproval | undefined {
    if (feature.kind !== 'tool' || feature.approval === undefined) return undefined;
    if (client.auth === undefined) throw unknownCaller(feature);
    const { approval, server = '', name: tool } = feature;
    // PostgreSQL has no NUL and no half surrogates in its texts.
    const reason = approval
      .reasonFor(input)
      .slice(0, MAX_REASON)
      .replace(/\0|\p{Cs}/gu, '\u{FFFD}');
    return {
      reason,
      argumentsHash: argumentsHash({ server, tool, arguments: params['arguments'] }),
      expiresMs: approval.expiresMs ?? this.config.ttlMs,
      message: waitingText(approval.scope, reason),
      isNoticed: this.config.webhookUrl !== undefined,
      isJoinable,
    };
  }
}

function unknownCaller(tool: ToolFeature): UnauthenticatedError {
  return UnauthenticatedError.lacking(
    `${tool.name} waits for the approval of another person: sign in, so that it is known who asks.`,
    scopesToAskFor(tool),
  );
}
