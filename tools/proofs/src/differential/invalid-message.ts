import { isRevision, ProtocolSchema } from '@repo/api-e2e/protocol-schema';
import type { Exchange } from './exchange';

/** @returns what the protocol's schema forbids in our answer */
export function invalidMessage({ setting, header, method, ours }: Exchange): string | undefined {
  const named = header('mcp-protocol-version');
  const legacy = isRevision(named) && named < '2026' ? named : '2025-11-25';
  const schema = ProtocolSchema.of(setting === 'modern' ? '2026-07-28' : legacy);
  return ours.messages.map((message) => schema.faultIn(message, method)).find(Boolean);
}
