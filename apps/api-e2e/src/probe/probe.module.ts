import { Module } from '@nestjs/common';
import { ContentTools } from './content.tools';
import { ContextTools } from './context.tools';
import { FailureTools } from './failure.tools';
import { InputTools } from './input.tools';
import { ProbePrompts } from './probe.prompts';
import { ProbeResources } from './probe.resources';
import { providedTools } from './provided.tools';
import { RefusedReturnTools } from './refused-returns.tools';
import { ReturnTools } from './returns.tools';
import { SchemaTools } from './schema.tools';

/** A tool, resource or prompt in every shape that authors use: an example, and what `probe.spec.ts` calls. */
@Module({
  providers: [
    ContentTools,
    ContextTools,
    FailureTools,
    InputTools,
    ProbePrompts,
    ProbeResources,
    RefusedReturnTools,
    ReturnTools,
    SchemaTools,
    ...providedTools,
  ],
})
export class ProbeModule {}
