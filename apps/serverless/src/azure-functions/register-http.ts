import { app } from '@azure/functions';
import type { WarmFunction } from '../warm-function';
import { httpHandler } from './http-handler';

/** Registers the one function, for all paths. */
export function registerHttp(warm: WarmFunction): void {
  app.setup({ enableHttpStream: true });
  app.http('mcp', {
    // The platform answers other methods itself, with 404.
    methods: ['GET', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH', 'HEAD'],
    // Credentials are this server's to judge, not those of the platform's keys.
    authLevel: 'anonymous',
    route: '{*path}',
    handler: httpHandler(warm),
  });
}
