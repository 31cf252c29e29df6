import { QueueModule } from '@repo/queue';
import { Module } from '@nestjs/common';
import { OrderTools } from './order.tools';

@Module({ imports: [QueueModule.forRoot('adds')], providers: [OrderTools] })
export class OrderModule {}
