import { AuditRetention } from '@repo/audit';
import { ScalingStore } from '@repo/scaling';
import { Module } from '@nestjs/common';
import { AuditRetentionJob } from './audit-retention.job';
import { ScalingRetentionJob } from './scaling-retention.job';

@Module({ providers: [AuditRetention, ScalingStore, AuditRetentionJob, ScalingRetentionJob] })
export class MaintenanceModule {}
