import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformInfoResource } from './platform/platform-info.resource';
import { PlatformOptions } from './platform/platform.options';
import { RevisionsResource } from './platform/revisions.resource';
import { ProcessDataTool } from './process-data/process-data.tool';
import { SummarizePrompt } from './summarize/summarize.prompt';

/** The tools, resources and prompts of this server: list yours among the providers. */
@Module({})
export class McpFeaturesModule {
  static forRoot(platform: PlatformOptions): DynamicModule {
    return {
      module: McpFeaturesModule,
      providers: [
        { provide: PlatformOptions, useValue: platform },
        ProcessDataTool,
        PlatformInfoResource,
        RevisionsResource,
        SummarizePrompt,
      ],
    };
  }
}
