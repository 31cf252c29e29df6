import { PublicUrl } from '@repo/auth';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ServerIdentity } from '../server-options';
import { WELCOME_POLICY, welcomePage } from './welcome-page';

/** Tells whoever opens the address what is here, and where to go. */
@Controller()
export class WelcomeController {
  constructor(
    private readonly publicUrl: PublicUrl,
    private readonly server: ServerIdentity,
  ) {}

  @Get()
  welcome(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): void {
    const { title } = this.server;
    const endpoint = `${this.publicUrl.origin}/mcp`;
    reply.headers({ 'cache-control': 'no-cache', vary: 'accept' });
    if (accept?.includes('text/html') === true) {
      reply
        .header('content-security-policy', WELCOME_POLICY)
        .type('text/html; charset=utf-8')
        .send(welcomePage(title, endpoint));
      return;
    }
    reply.send({
      title,
      mcp: endpoint,
      health: '/health',
      docs: '/docs',
      openapi: '/openapi.json',
    });
  }
}
