import { defineTool, FeatureSource, McpCatalog } from '@repo/mcp-core';
import { describeWithRedis } from '@repo/redis/testing';
import { eventually } from '@repo/foundation/testing';
import { Module } from '@nestjs/common';
import { allListen, closeAll, Events, startReplica, type Replica } from './testing/replica.fixture';

/** What a database would be: all replicas read it. */
const stored: string[] = [];

class Stored extends FeatureSource {
  features() {
    return stored.map((name) => defineTool({ name, description: 'Stored.' }, () => name));
  }
}

@Module({ providers: [Stored] })
class StoredModule {}

describeWithRedis('a source of features, over replicas', (server) => {
  let replicas: Replica[];
  beforeAll(async () => {
    replicas = await Promise.all([1, 2].map(() => startReplica(server.url, {}, [StoredModule])));
    await allListen(replicas[0]!, 2);
  });
  afterAll(() => closeAll(replicas));

  it('is asked again by each when one is told, which notifies its clients', async () => {
    const [a, b] = replicas;
    const stream = new Events(await b!.get({ headers: await b!.open() }));
    stored.push('added');
    await a!.harness.get(McpCatalog).refresh();
    for (const replica of replicas) {
      await eventually(async () => {
        const listed = await replica.modern('tools/list');
        expect(JSON.stringify(listed.json())).toContain('"name":"added"');
      });
    }
    // One by each replica: none has the old list when the last one comes.
    const notice = 'notifications/tools/list_changed';
    await eventually(() => {
      expect(stream.methods.filter((method) => method === notice)).toHaveLength(2);
    });
    stream.disconnect();
  });
});
