import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { MetricsSource } from './metrics-source';

/** What is used of the reply of any HTTP adapter of Nest. */
interface Reply {
  header(name: string, value: string): unknown;
}

/** `/metrics` on the port of the application. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly source: MetricsSource) {}

  @Get()
  async metrics(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    const text = await this.source.text().catch((error: unknown) => {
      throw new ServiceUnavailableException('There are no metrics now.', { cause: error });
    });
    reply.header('content-type', this.source.contentType);
    return text;
  }
}
