import { Module } from '@nestjs/common';
import { PlainTools } from './plain.tools';

@Module({ providers: [PlainTools] })
export class PlainModule {}
