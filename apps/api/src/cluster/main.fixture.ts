import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { startHttp } from '../bootstrap';
import { ApiFeatures } from '../testing/features.fixture';
import { sharedSecret } from './shared-secret';
import { WorkersModule } from './workers.fixture';

/** The api as its own `main.ts` starts it, with tools that tell of their process. */
void startHttp({
  config: loadConfigOrExit({ generateSecret: () => sharedSecret }),
  features: [ApiFeatures, WorkersModule],
});
