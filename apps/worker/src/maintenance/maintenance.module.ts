import { AuditRetention } from '@acme/audit';
import { ScalingStore } from '@acme/scaling';
import { Module } from '@nestjs/common';
import { MaintenanceProcessor } from './maintenance.processor';

@Module({ providers: [AuditRetention, ScalingStore, MaintenanceProcessor] })
export class MaintenanceModule {}
