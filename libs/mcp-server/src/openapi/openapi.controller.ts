import { createReadStream } from 'node:fs';
import { Controller, Get, Header, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page';
import { OpenApiDocument } from './openapi.document';
import { swaggerUiFile } from './swagger-ui-file';

/** The admin API for programs, `/openapi.json`, and for people, `/docs`. Neither holds data. */
@Controller()
export class OpenApiController {
  constructor(private readonly document: OpenApiDocument) {}

  @Get('openapi.json')
  openapi() {
    return this.document.get();
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
  )
  page() {
    return DOCS_PAGE;
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script() {
    return DOCS_SCRIPT;
  }

  @Get('docs/:file')
  asset(@Param('file') name: string, @Res() reply: FastifyReply): void {
    const file = swaggerUiFile(name);
    if (file === undefined) throw new NotFoundException('Cannot GET it.');
    reply
      .type(file.type)
      .header('cache-control', 'public, max-age=3600')
      .send(createReadStream(file.path));
  }
}
