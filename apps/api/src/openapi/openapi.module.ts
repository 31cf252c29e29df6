import { Module } from '@nestjs/common';
import { OpenApiController } from './openapi.controller';
import { OpenApiDocument } from './openapi.document';

@Module({ providers: [OpenApiDocument], controllers: [OpenApiController] })
export class OpenApiModule {}
