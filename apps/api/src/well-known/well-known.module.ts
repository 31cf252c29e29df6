import { AuthModule } from '@repo/auth';
import { Module } from '@nestjs/common';
import { WellKnownController } from './well-known.controller';

/** Metadata for clients that sign in. */
@Module({ imports: [AuthModule], controllers: [WellKnownController] })
export class WellKnownModule {}
