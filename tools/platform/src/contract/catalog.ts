import { z } from 'zod';
import type { JsonSchema } from './schema-parts';

const schema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null);
const access = {
  scopes: z.array(z.string()).default([]),
  anyScope: z.array(z.string()).default([]),
};
const described = { title: z.string().optional(), description: z.string().optional(), ...access };

const tool = z.object({
  ...described,
  inputSchema: schema,
  outputSchema: schema.optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
  task: z.enum(['optional', 'required']).optional(),
});
const resource = z.object({ ...described, mimeType: z.string().optional() });
const prompt = z.object({
  ...described,
  /** Whether each argument is required. */
  arguments: z.record(z.string(), z.boolean()),
});

export type ToolContract = z.infer<typeof tool>;
export type ResourceContract = z.infer<typeof resource>;
export type PromptContract = z.infer<typeof prompt>;

/** What one server promises its clients, by the names that they call. */
const catalog = z.object({
  tools: z.record(z.string(), tool),
  /** By URI, or template. */
  resources: z.record(z.string(), resource),
  prompts: z.record(z.string(), prompt),
});
export type Catalog = z.infer<typeof catalog>;

/** What all servers of an app promise; the main one has the name `main`. */
export const catalogs = z.record(z.string(), catalog);
export type Catalogs = z.infer<typeof catalogs>;
