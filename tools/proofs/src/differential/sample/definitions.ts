import { z } from 'zod';

/** What both sides serve: names, descriptions and schemas are the same objects. */
export const SERVER_INFO = { name: 'harness', version: '0.0.0' };

export const LIST_CACHE = { ttlMs: 60_000, cacheScope: 'public' } as const;

export const tools = {
  echo: {
    name: 'echo',
    description: 'Repeats its text, some times.',
    input: z.object({
      text: z.string(),
      times: z.number().int().min(1).max(5).default(1),
      voice: z.enum(['loud', 'low']).optional(),
    }),
  },
  add: {
    name: 'add',
    description: 'Answers with structured content.',
    input: z.object({ a: z.number(), b: z.number() }),
    output: z.object({ sum: z.number() }),
    annotations: { readOnlyHint: true },
  },
  locate: {
    name: 'locate',
    description: 'Has parameters that proxies route by.',
    input: z.object({
      region: z.string().optional().meta({ 'x-mcp-header': 'Region' }),
      shard: z.number().int().optional().meta({ 'x-mcp-header': 'Shard' }),
      dry: z.boolean().optional().meta({ 'x-mcp-header': 'Dry' }),
    }),
  },
  order: {
    name: 'order',
    description: 'Takes nested arguments.',
    input: z.object({
      customer: z.object({ email: z.email() }),
      lines: z.array(z.object({ quantity: z.int().min(1) })).min(1),
    }),
  },
  refuse: { name: 'refuse', description: 'Fails with a message for the model.' },
  broken: { name: 'broken', description: 'Fails by a fault of its own.' },
  unwell: { name: 'unwell', description: 'Answers with an error as its result.' },
  report: { name: 'report', description: 'Says how far it is, and logs.' },
  greet: { name: 'greet', description: 'Asks for a name, then for a colour.' },
} as const;

export const REFUSAL = 'There is nothing to do on a Sunday.';
/** What must not leave the process. */
export const SECRET = 'postgres://app:hunter2@db.internal/prod';

export const nameForm = z.object({ name: z.string() });
export const colourForm = z.object({ colour: z.enum(['red', 'green']) });
export const NAME_QUESTION = 'What is your name?';
export const COLOUR_QUESTION = 'Which colour?';

export const resources = {
  motto: {
    name: 'motto',
    uri: 'note://motto',
    description: 'A text that never changes.',
    mimeType: 'text/plain',
  },
  pixel: {
    name: 'pixel',
    uri: 'note://pixel',
    description: 'Bytes that never change.',
    mimeType: 'image/png',
  },
  body: {
    name: 'body',
    uriTemplate: 'note://{id}/body',
    description: 'The body of one note.',
    mimeType: 'text/markdown',
  },
} as const;

export const MOTTO = 'Measure, then cut.';
export const PIXEL = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
export const MOTTO_CACHE = { ttlMs: 5_000, scope: 'public' } as const;
/** The one note that the template matches and that does not exist. */
export const MISSING_NOTE = 'missing';
const NOTES = ['100', '123', '200'];
export const noteIds = (typed: string) => NOTES.filter((id) => id.startsWith(typed));

export const prompts = {
  hello: { name: 'hello', description: 'A prompt without arguments.' },
  review: {
    name: 'review',
    description: 'Reviews code.',
    input: z.object({
      language: z.string().describe('What it is written in'),
      focus: z.string().optional(),
    }),
  },
} as const;

const LANGUAGES = ['go', 'rust', 'ruby'];
export const languages = (typed: string) => LANGUAGES.filter((name) => name.startsWith(typed));
export const helloText = 'Say hello.';
export const reviewText = ({ language, focus }: { language: string; focus?: string }) =>
  `Review this ${language} code for ${focus ?? 'faults'}.`;

export const echoText = ({ text, times, voice }: z.infer<typeof tools.echo.input>) => {
  const said = voice === 'loud' ? text.toUpperCase() : text;
  return Array<string>(times).fill(said).join(' ');
};
export const locateText = ({ region, shard, dry }: z.infer<typeof tools.locate.input>) =>
  JSON.stringify([region, shard, dry]);
