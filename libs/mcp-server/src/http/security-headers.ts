import type { ServerConfig } from '@repo/config';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * What the pages of this server may do, which are Swagger UI and the queue board: scripts are files of
 * this server; style elements stand in the pages themselves. A page may set a stricter policy.
 */
const PAGES = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** Seconds: a year, as preload lists ask for. */
const HSTS_MAX_AGE = 31_536_000;

/**
 * Gives the routes of Nest the usual headers. HSTS only where `PUBLIC_URL` is https: a browser that
 * once got it refuses plain http for a year. MCP answers, which no page shows, have their own few; see
 * `sendReply`.
 */
export async function addSecurityHeaders(
  app: NestFastifyApplication,
  { publicUrl }: ServerConfig,
): Promise<void> {
  const isHttps = publicUrl?.startsWith('https:') === true;
  const options: FastifyHelmetOptions = {
    contentSecurityPolicy: { useDefaults: false, directives: PAGES },
    strictTransportSecurity: isHttps && { maxAge: HSTS_MAX_AGE, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  };
  await app.register(helmet, options);
}
