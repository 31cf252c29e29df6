import { inspect } from 'node:util';
import { Test } from '@nestjs/testing';
import { ConfigError } from '../config.error';
import { ConfigModule } from '../config.module';
import { faultText } from '../fault';
import * as formats from '../formats';
import { loadConfig } from '../load-config';
import type { RawEnvironment } from '../parse-variables';
import { productionEnvironment } from '../testing/production-environment';
import { defineSection } from './own-section';

class StockConfig extends defineSection({
  STOCK_URL: {
    schema: formats.httpUrl(),
    description: 'Where the stock is kept.',
    requiredInProduction: true,
  },
  STOCK_KEY: { schema: formats.text('a key'), description: 'Opens it.', secret: 'value' },
  STOCK_MIRROR: {
    schema: formats.text('a URL'),
    description: 'Where it is kept too.',
    secret: 'credentials',
  },
  STOCK_TIMEOUT: {
    schema: formats.duration('1s', '1m'),
    description: 'How long it may take.',
    default: '5s',
  },
}) {}

const load = (environment: RawEnvironment) => loadConfig(environment, { sections: [StockConfig] });

function faultsOf(environment: RawEnvironment): string[] {
  try {
    load(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).faults.map(faultText);
  }
}

describe('a section of a company', () => {
  it('is injected by its class, with its values parsed', async () => {
    const config = load({ STOCK_URL: ' https://stock.example.com ', STOCK_TIMEOUT: '1m' });
    const app = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config)],
    }).compile();
    expect(app.get(StockConfig).values).toEqual({
      STOCK_URL: 'https://stock.example.com',
      STOCK_KEY: undefined,
      STOCK_MIRROR: undefined,
      STOCK_TIMEOUT: 60_000,
    });
  });

  it('has its faults told with those of the platform', () => {
    expect(faultsOf({ STOCK_TIMEOUT: '2h', PORT: 'x' })).toEqual([
      expect.stringMatching(/^PORT/),
      expect.stringMatching(/^STOCK_TIMEOUT.*"2h"/),
    ]);
  });

  it('is asked for in production only', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf(productionEnvironment())).toEqual([
      expect.stringMatching(/^STOCK_URL.*required in production/),
    ]);
  });

  it('keeps its secrets out of every output', () => {
    const mirror = 'https://ada:lovelace-1815@stock.example.com/';
    const config = load({ STOCK_KEY: 'hunter2-hunter2', STOCK_MIRROR: mirror });
    expect(config.secrets).toEqual(expect.arrayContaining(['hunter2-hunter2', 'lovelace-1815']));
    for (const shown of [JSON.stringify(config), inspect(config, { depth: 9 }), String(config)]) {
      expect(shown).toContain('STOCK_TIMEOUT');
      expect(shown).not.toMatch(/hunter2|lovelace/);
    }
    expect(faultsOf({ STOCK_KEY: 'hunter2', PORT: 'x' }).join()).not.toContain('hunter2');
  });

  it('has its names known where one is misspelt', () => {
    expect(load({ STOCK_TIMEOUTS: '1s' }).warnings).toEqual([
      expect.stringContaining('did you mean STOCK_TIMEOUT?'),
    ]);
  });

  it('cannot declare what is declared already', () => {
    const variable = { schema: formats.boolean(), description: 'Other.' };
    class Bold extends defineSection({ PORT: variable }) {}
    class Again extends defineSection({ STOCK_KEY: variable }) {}
    expect(() => loadConfig({}, { sections: [Bold] })).toThrow('Bold declares PORT');
    expect(() => loadConfig({}, { sections: [StockConfig, Again] })).toThrow(
      'Again declares STOCK_KEY',
    );
  });
});
