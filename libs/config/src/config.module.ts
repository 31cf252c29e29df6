import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config } from './config';

/**
 * Provides the loaded configuration to the whole application: `Config`, and each section by its class.
 *
 * @example constructor(private readonly server: ServerConfig) {}
 */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    const sections = config
      .sections()
      .map((section) => ({ provide: section.constructor, useValue: section }));
    const tokens = sections.map(({ provide }) => provide);
    return {
      module: ConfigModule,
      providers: [{ provide: Config, useValue: config }, ...sections],
      exports: [Config, ...tokens],
    };
  }
}
