import { useCheapHashes } from '@repo/auth/testing';
import { answerOf, formOf, SETTINGS, StoredClientsOfTest, tokenEvent } from './clients.fixture';
import { TestFunction } from './function.fixture';
import { WhoAmIFeatures } from './whoami.fixture';

/** A function and the clients that it finds in its database, for all tests of a file. */
export class LambdaWithClients {
  clients!: StoredClientsOfTest;
  fn!: TestFunction;

  constructor() {
    beforeAll(async () => {
      useCheapHashes();
      this.clients = await StoredClientsOfTest.start();
      this.fn = this.fresh();
    });
    afterAll(async () => {
      await this.fn.stop();
      await this.clients.stop();
    });
  }

  /** Another process of it; whoever asks for it stops it. */
  fresh(): TestFunction {
    return functionOn(this.clients.database.url);
  }

  readonly send = (event: object, to = this.fn) => answerOf(event, to);

  readonly tokenOf = async (id: string, secret: string) =>
    (await this.send(tokenEvent(formOf(id, secret)))).body.access_token;
}

/** A function whose clients are in the database at this address. */
export function functionOn(databaseUrl: string, more: Record<string, string> = {}): TestFunction {
  return new TestFunction({ ...SETTINGS, DATABASE_URL: databaseUrl, ...more }, [WhoAmIFeatures]);
}
