import { Module } from '@nestjs/common';
import { WorkTools } from './work.tools';

@Module({ providers: [WorkTools] })
export class WorkModule {}
