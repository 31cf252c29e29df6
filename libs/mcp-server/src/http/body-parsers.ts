import type { HttpConfig } from '@repo/config';
import { checkJsonSize, type ProtocolError } from '@repo/mcp-core';
import { BadRequestException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RawServerDefault } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent, at `SIGNED_PATH`: its bytes are signed. */
    signedBody?: Buffer;
  }
}

/** Where other services send decisions. */
const SIGNED_PATH = '/approvals/decisions';

/** Bytes. Forms come from other servers, and are short. */
const MAX_FORM_BYTES = 64 * 1_024;

/**
 * How the routes of Nest read bodies: before anybody is asked for a token, and also where nothing is
 * served. So they are bounded by what parsing them costs, as those of MCP are.
 */
export function addBodyParsers(app: NestFastifyApplication, http: HttpConfig): void {
  const { maxRequestBytes, maxRequestValues } = http;
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser<RawServerDefault>(
    'application/json',
    { bodyLimit: maxRequestBytes },
    (request, body, done) => {
      if (request.url === SIGNED_PATH) request.signedBody = body;
      const text = body.toString();
      try {
        checkJsonSize(text, maxRequestValues);
      } catch (error) {
        return done(new BadRequestException((error as ProtocolError).message));
      }
      void parse(request, text, done);
    },
  );
  const bodyLimit = Math.min(maxRequestBytes, MAX_FORM_BYTES);
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit });
}
