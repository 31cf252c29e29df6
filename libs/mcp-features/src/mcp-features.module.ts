import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformOptions } from './platform.options';
import { samples } from './samples/samples';

/** The tools, resources and prompts of this server: list yours among the providers. */
@Module({})
export class McpFeaturesModule {
  static forRoot(platform: PlatformOptions): DynamicModule {
    return {
      module: McpFeaturesModule,
      providers: [{ provide: PlatformOptions, useValue: platform }, ...samples],
    };
  }
}
