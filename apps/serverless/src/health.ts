import { problemReply, type EdgeHandler } from '@repo/mcp-edge';
import { version } from './version';

export const HEALTH_PATHS = ['/health', '/health/live', '/health/ready'];

/** Whether the function answers: that it does is all there is to tell. */
export const health: EdgeHandler = ({ method }, send) => {
  if (method !== 'GET') return send(problemReply(405, {}, { allow: 'GET' }));
  send({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ status: 'ok', version, timestamp: new Date().toISOString() }),
  });
};
