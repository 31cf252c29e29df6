import { Controller, Get, Headers, Res, ServiceUnavailableException } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { contentTypes, formatFor } from './metrics-format';
import { MetricsSource } from './metrics-source';

/** What is used of the reply of any HTTP adapter of Nest. */
interface Reply {
  header(name: string, value: string): unknown;
}

/** `/metrics` on the port of the application, of all its processes. */
@Controller('metrics')
export class MetricsController extends PrometheusController {
  constructor(private readonly source: MetricsSource) {
    super();
  }

  @Get()
  override async index(
    @Res({ passthrough: true }) reply: Reply,
    @Headers('accept') accept?: string,
  ): Promise<string> {
    const format = formatFor(accept);
    const text = await this.source.text(format).catch((error: unknown) => {
      throw new ServiceUnavailableException('There are no metrics now.', { cause: error });
    });
    reply.header('content-type', contentTypes[format]);
    return text;
  }
}
