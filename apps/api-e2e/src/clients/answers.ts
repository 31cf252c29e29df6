/** What the person and the model behind a test's client answer, whatever they are asked. */

interface Form {
  properties?: Record<string, unknown>;
}

/** Fills each field of a form with a value of its kind. */
export function fillForm({
  properties = {},
}: Form): Record<string, string | number | boolean | string[]> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valueFor(name, schema)]),
  );
}

export const SAMPLED = {
  role: 'assistant' as const,
  content: { type: 'text' as const, text: 'sampled text' },
  model: 'test-model',
};

export const ROOTS = { roots: [{ uri: 'file:///project', name: 'project' }] };

export const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

function valueFor(name: string, schema: unknown): string | number | boolean | string[] {
  const { type, enum: choices } = schema as { type?: string; enum?: string[] };
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    case 'array':
      return [];
    default:
      return choices?.[0] ?? `some ${name}`;
  }
}
