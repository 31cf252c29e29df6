import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Config } from './config';
import { ConfigModule } from './config.module';
import { loadConfig } from './load-config';
import { McpConfig } from './sections/mcp.config';
import { ServerConfig } from './sections/server.config';

@Injectable()
class Listener {
  constructor(
    readonly server: ServerConfig,
    readonly mcp: McpConfig,
  ) {}
}

@Module({ providers: [Listener] })
class FeatureModule {}

describe('the Nest module', () => {
  const config = loadConfig({ PORT: '8123' });
  const start = () =>
    Test.createTestingModule({ imports: [ConfigModule.forRoot(config), FeatureModule] }).compile();

  it('gives each section by its class to every module', async () => {
    const listener = (await start()).get(Listener, { strict: false });
    expect(listener.server).toBe(config.server);
    expect(listener.mcp).toBe(config.mcp);
  });

  it('gives the whole configuration and each of its sections', async () => {
    const app = await start();
    expect(app.get(Config)).toBe(config);
    expect(config.sections()).not.toHaveLength(0);
    for (const section of config.sections()) expect(app.get(section.constructor)).toBe(section);
  });
});
