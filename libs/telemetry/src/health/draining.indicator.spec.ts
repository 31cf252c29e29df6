import { Test } from '@nestjs/testing';
import { Draining } from './draining';
import { DrainingIndicator } from './draining.indicator';
import { HealthIndicatorsModule } from './health-indicators.module';

describe('a process', () => {
  it('is up until it is told to stop', async () => {
    const module = await Test.createTestingModule({ imports: [HealthIndicatorsModule] }).compile();
    const indicator = module.get(DrainingIndicator);
    expect(indicator.check()).toEqual({ draining: { status: 'up' } });

    module.get(Draining).begin();
    expect(indicator.check()).toMatchObject({ draining: { status: 'down' } });
    await module.close();
  });
});
