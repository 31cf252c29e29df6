import { ScalingConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { type RulesFault, RulesFile, rulesFaultText } from '@repo/scaling';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';

/** The rules file of this worker: read at the start and when it changes, its faults logged. */
@Injectable()
export class RulesWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly file: RulesFile;
  private readonly logger = new Logger('Scaling');
  private unwatch: () => void = () => undefined;

  constructor({ file }: ScalingConfig, clock: Clock) {
    this.file = new RulesFile(file, clock, {
      applied: ({ targets }) => {
        const names = targets.map(({ name }) => name).join(', ');
        if (names === '') this.logger.warn(`${file} names no target: nothing is scaled`);
        else this.logger.log(`${file}: rules in force for ${names}`);
        for (const fault of this.file.faults) this.logger.warn(rulesFaultText(file, fault));
      },
      refused: (faults) => this.logFaults(faults),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.file.reload();
    try {
      this.unwatch = this.file.watch();
    } catch (error) {
      this.logger.warn(`${this.file.path} is read once a minute only: ${String(error)}`);
    }
  }

  onModuleDestroy(): void {
    this.unwatch();
  }

  private logFaults(faults: readonly RulesFault[]): void {
    for (const fault of faults) {
      this.logger.error(rulesFaultText(this.file.path, fault));
    }
    const rules = this.file.rules === undefined ? 'no rules: nothing is scaled' : 'the last rules';
    this.logger.error(`${this.file.path} has faults; in force are ${rules}.`);
  }
}
