import type { DatabaseFeature } from '@repo/database';
import { DemandEntity } from './entities/demand.entity';
import { EarlierSizeEntity } from './entities/earlier-size.entity';
import { EventEntity } from './entities/event.entity';
import { OverrideEntity } from './entities/override.entity';
import { PauseEntity } from './entities/pause.entity';
import { RulesEntity } from './entities/rules.entity';
import { SavingEntity } from './entities/saving.entity';
import { StatusEntity } from './entities/status.entity';
import { AddChangeDue1795650000000 } from './migrations/add-change-due';
import { CreateScaling1795367000000 } from './migrations/create-scaling';

/** What scaling adds to the database. */
export const scalingSchema: DatabaseFeature = {
  entities: [
    OverrideEntity,
    PauseEntity,
    EventEntity,
    StatusEntity,
    RulesEntity,
    SavingEntity,
    EarlierSizeEntity,
    DemandEntity,
  ],
  migrations: [CreateScaling1795367000000, AddChangeDue1795650000000],
};
