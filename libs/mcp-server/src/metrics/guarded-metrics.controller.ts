import { MetricsController } from '@repo/telemetry';
import { Controller, UseGuards } from '@nestjs/common';
import { AdminAccess, AdminScope } from '../admin/admin-access.guard';

/** Whoever reads metrics learns which tools there are, who fails, and how busy it is. */
const METRICS_SCOPE = 'metrics:read';

/** `/metrics` on the port that everybody reaches: for tokens with its scope. */
@Controller('metrics')
@UseGuards(AdminAccess)
@AdminScope(METRICS_SCOPE)
export class GuardedMetricsController extends MetricsController {}
