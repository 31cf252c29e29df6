import { Clock, SystemClock } from '@repo/foundation';
import { Global, Module } from '@nestjs/common';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class TimeModule {}
