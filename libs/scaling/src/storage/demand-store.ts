import type { Tables } from '@repo/database';
import type { Demand } from '../schedule/desired-state';
import { DemandEntity } from './entities/demand.entity';

/** When targets were last asked for. */
export class DemandStore {
  constructor(private readonly tables: Tables) {}

  async of(target: string): Promise<Demand | undefined> {
    const demands = await this.tables.getRepository(DemandEntity);
    const row = await demands.findOneBy({ target });
    return row === null ? undefined : { lastSeen: row.lastSeen };
  }

  /** Somebody asks for a target. What was seen later stays. @param at milliseconds since 1970 */
  async see(target: string, at: number): Promise<void> {
    await this.tables.query(
      `INSERT INTO scaling_demand AS seen (target, last_seen) VALUES ($1, $2)
       ON CONFLICT (target) DO UPDATE SET last_seen = greatest(seen.last_seen, excluded.last_seen)`,
      [target, new Date(at)],
    );
  }
}
