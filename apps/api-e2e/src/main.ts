import { loadConfigOrExit } from '@acme/config';
import { startHttp, startStdio } from '@acme/api/bootstrap';
import { FixturesModule } from './fixtures/fixtures.module';

/** The api with the fixtures beside its own features: what the tests of this project start. */
const options = { config: loadConfigOrExit(), features: [FixturesModule] };

void (process.argv.includes('--stdio') ? startStdio(options) : startHttp(options));
