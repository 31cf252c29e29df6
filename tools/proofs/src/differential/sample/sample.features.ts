import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  Completion,
  elicit,
  Prompt,
  Resource,
  Tool,
  ToolError,
  type ToolContext,
} from '@repo/mcp-core';
import {
  COLOUR_QUESTION,
  colourForm,
  echoText,
  helloText,
  languages,
  locateText,
  MISSING_NOTE,
  MOTTO,
  MOTTO_CACHE,
  NAME_QUESTION,
  nameForm,
  noteIds,
  PIXEL,
  prompts,
  REFUSAL,
  resources,
  reviewText,
  SECRET,
  tools,
} from './definitions';

type NoArguments = Record<string, never>;

/** The sample as features of this engine. */
@Injectable()
export class SampleFeatures {
  @Tool(tools.echo)
  echo(input: z.infer<typeof tools.echo.input>) {
    return echoText(input);
  }

  @Tool(tools.add)
  add({ a, b }: z.infer<typeof tools.add.input>) {
    return { sum: a + b };
  }

  @Tool(tools.locate)
  locate(input: z.infer<typeof tools.locate.input>) {
    return locateText(input);
  }

  @Tool(tools.order)
  order({ lines }: z.infer<typeof tools.order.input>) {
    return `Ordered ${lines.length}.`;
  }

  @Tool(tools.refuse)
  refuse(): never {
    throw new ToolError(REFUSAL);
  }

  @Tool(tools.broken)
  broken(): never {
    throw new TypeError(SECRET);
  }

  @Tool(tools.unwell)
  unwell() {
    return { content: [{ type: 'text' as const, text: 'unwell' }], isError: true };
  }

  @Tool(tools.report)
  async report(_: NoArguments, context: ToolContext) {
    context.progress(1, 2, 'half');
    context.log.info({ at: 'half' }, 'sample');
    context.log.debug('details');
    await Promise.resolve();
    context.log.error('no paper');
    // Sent last here: it follows the first one too soon.
    context.progress(2, 2);
    return 'reported';
  }

  @Tool(tools.greet)
  async greet(_: NoArguments, context: ToolContext) {
    const { name } = await context.requestInput({
      name: elicit({ message: NAME_QUESTION, schema: nameForm }),
    });
    if (name.action !== 'accept') return 'Nobody is there.';
    const { colour } = await context.requestInput({
      colour: elicit({ message: COLOUR_QUESTION, schema: colourForm }),
    });
    if (colour.action !== 'accept') return `${name.content.name} likes none.`;
    return `${name.content.name} likes ${colour.content.colour}.`;
  }

  @Resource({ ...resources.motto, cache: MOTTO_CACHE })
  motto() {
    return MOTTO;
  }

  @Resource(resources.pixel)
  pixel() {
    return PIXEL;
  }

  @Resource(resources.body)
  body({ id }: { id: string }) {
    return id === MISSING_NOTE ? (undefined as unknown as string) : `# ${id}`;
  }

  @Completion({ resource: resources.body.uriTemplate, argument: 'id' })
  suggestId(typed: string) {
    return noteIds(typed);
  }

  @Prompt(prompts.hello)
  hello() {
    return helloText;
  }

  @Prompt({ ...prompts.review, arguments: prompts.review.input })
  review(input: z.infer<typeof prompts.review.input>) {
    return reviewText(input);
  }

  @Completion({ prompt: prompts.review.name, argument: 'language' })
  suggestLanguage(typed: string) {
    return languages(typed);
  }
}
