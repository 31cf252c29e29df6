import { Clock, SystemClock } from '@repo/mcp-core';
import { Global, Module } from '@nestjs/common';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class TimeModule {}
