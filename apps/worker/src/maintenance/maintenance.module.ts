import { AuditRetention } from '@repo/audit';
import { ScalingStore } from '@repo/scaling';
import { Module } from '@nestjs/common';
import { MaintenanceProcessor } from './maintenance.processor';

@Module({ providers: [AuditRetention, ScalingStore, MaintenanceProcessor] })
export class MaintenanceModule {}
