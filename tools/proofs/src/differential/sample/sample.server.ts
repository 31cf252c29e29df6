import {
  acceptedContent,
  completable,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import {
  COLOUR_QUESTION,
  colourForm,
  echoText,
  helloText,
  languages,
  LIST_CACHE,
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
  SERVER_INFO,
  tools,
} from './definitions';

interface GreetState {
  name?: string;
}

const states = createRequestStateCodec<GreetState>({
  key: 'the secret of a test, which protects nothing',
  bind: (context) => context.mcpReq.method,
});

const OPTIONS = {
  capabilities: {
    logging: {},
    tools: { listChanged: true },
    resources: { listChanged: true, subscribe: true },
    prompts: { listChanged: true },
    completions: {},
  },
  cacheHints: {
    'tools/list': LIST_CACHE,
    'resources/list': LIST_CACHE,
    'resources/templates/list': LIST_CACHE,
    'prompts/list': LIST_CACHE,
    'server/discover': LIST_CACHE,
  },
  requestState: {
    verify: (state: string, context: ServerContext) => states.verify(state, context),
  },
};

/** The SDK converts a schema each time a server is made, which here is each request. */
function convertedOnce<S extends StandardSchemaWithJSON>(schema: S): S {
  const { jsonSchema, ...standard } = schema['~standard'];
  const target = { target: 'draft-2020-12' } as const;
  const input = jsonSchema.input(target);
  const output = jsonSchema.output(target);
  return {
    '~standard': { ...standard, jsonSchema: { input: () => input, output: () => output } },
  } as unknown as S;
}

const schemas = {
  echo: convertedOnce(tools.echo.input),
  sum: convertedOnce(tools.add.input),
  total: convertedOnce(tools.add.output),
  locate: convertedOnce(tools.locate.input),
  order: convertedOnce(tools.order.input),
};
const forms = { name: formOf(nameForm), colour: formOf(colourForm) };
const reviewArguments = z.object({
  ...prompts.review.input.shape,
  language: completable(prompts.review.input.shape.language, languages),
});

/** The sample as a server of the SDK; one a request, or one a session. */
export function sampleServer(): McpServer {
  const server = new McpServer(SERVER_INFO, OPTIONS);
  addTools(server);
  addResources(server);
  addPrompts(server);
  // The high-level class declares subscriptions and leaves them to its user.
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  return server;
}

function addTools(server: McpServer): void {
  const { echo, add, locate, order, refuse, broken, unwell, report, greet } = tools;
  const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });

  // In the order of their names, as this engine lists them.
  server.registerTool(
    add.name,
    {
      description: add.description,
      annotations: add.annotations,
      inputSchema: schemas.sum,
      outputSchema: schemas.total,
    },
    ({ a, b }) => {
      const structuredContent = { sum: a + b };
      return { ...text(JSON.stringify(structuredContent)), structuredContent };
    },
  );
  server.registerTool(broken.name, { description: broken.description }, () => {
    throw new TypeError(SECRET);
  });
  server.registerTool(
    echo.name,
    { description: echo.description, inputSchema: schemas.echo },
    (input) => text(echoText(input)),
  );
  server.registerTool(
    greet.name,
    { description: greet.description },
    async (context): Promise<CallToolResult | InputRequiredResult> => greeting(context),
  );
  server.registerTool(
    locate.name,
    { description: locate.description, inputSchema: schemas.locate },
    (input) => text(locateText(input)),
  );
  server.registerTool(
    order.name,
    { description: order.description, inputSchema: schemas.order },
    ({ lines }) => text(`Ordered ${lines.length}.`),
  );
  server.registerTool(refuse.name, { description: refuse.description }, () => {
    throw new Error(REFUSAL);
  });
  server.registerTool(report.name, { description: report.description }, async (context) => {
    await progress(context, 1, 'half');
    await context.mcpReq.log('info', { at: 'half' }, 'sample');
    await context.mcpReq.log('debug', 'details');
    await context.mcpReq.log('error', 'no paper');
    await progress(context, 2);
    return text('reported');
  });
  server.registerTool(unwell.name, { description: unwell.description }, () => ({
    ...text('unwell'),
    isError: true,
  }));

  async function greeting(context: ServerContext): Promise<CallToolResult | InputRequiredResult> {
    const { inputResponses } = context.mcpReq;
    const state = context.mcpReq.requestState<GreetState>() ?? {};
    const name = state.name ?? acceptedContent(inputResponses, 'name', nameForm)?.name;
    if (name === undefined) {
      if (inputResponse(inputResponses, 'name').kind === 'elicit') return text('Nobody is there.');
      return ask('name', NAME_QUESTION, {}, context);
    }
    const colour = acceptedContent(inputResponses, 'colour', colourForm)?.colour;
    if (colour !== undefined) return text(`${name} likes ${colour}.`);
    const declined = inputResponse(inputResponses, 'colour').kind === 'elicit';
    if (declined) return text(`${name} likes none.`);
    return ask('colour', COLOUR_QUESTION, { name }, context);
  }
}

async function ask(
  key: keyof typeof forms,
  message: string,
  state: GreetState,
  context: ServerContext,
): Promise<InputRequiredResult> {
  return inputRequired({
    inputRequests: { [key]: inputRequired.elicit({ message, requestedSchema: forms[key] }) },
    requestState: await states.mint(state, context),
  });
}

async function progress({ mcpReq }: ServerContext, value: number, message?: string) {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { progressToken, progress: value, total: 2, message };
  await mcpReq.notify({ method: 'notifications/progress', params });
}

function addResources(server: McpServer): void {
  const { motto, pixel, body } = resources;
  const { description, mimeType } = motto;
  server.registerResource(
    motto.name,
    motto.uri,
    {
      description,
      mimeType,
      cacheHint: { ttlMs: MOTTO_CACHE.ttlMs, cacheScope: MOTTO_CACHE.scope },
    },
    ({ href }) => ({ contents: [{ uri: href, mimeType, text: MOTTO }] }),
  );
  server.registerResource(
    pixel.name,
    pixel.uri,
    { description: pixel.description, mimeType: pixel.mimeType },
    ({ href }) => ({
      contents: [
        { uri: href, mimeType: pixel.mimeType, blob: Buffer.from(PIXEL).toString('base64') },
      ],
    }),
  );
  server.registerResource(
    body.name,
    new ResourceTemplate(body.uriTemplate, { list: undefined, complete: { id: noteIds } }),
    { description: body.description, mimeType: body.mimeType },
    ({ href }, { id }) => {
      if (id === MISSING_NOTE) throw new ResourceNotFoundError(href);
      return { contents: [{ uri: href, mimeType: body.mimeType, text: `# ${String(id)}` }] };
    },
  );
}

function addPrompts(server: McpServer): void {
  const { hello, review } = prompts;
  const messages = (value: string) => [
    { role: 'user' as const, content: { type: 'text' as const, text: value } },
  ];
  server.registerPrompt(hello.name, { description: hello.description }, () => ({
    description: hello.description,
    messages: messages(helloText),
  }));
  server.registerPrompt(
    review.name,
    { description: review.description, argsSchema: reviewArguments },
    (input) => ({ description: review.description, messages: messages(reviewText(input)) }),
  );
}

type Form = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

function formOf(schema: StandardSchemaWithJSON): Form {
  return schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) as unknown as Form;
}
