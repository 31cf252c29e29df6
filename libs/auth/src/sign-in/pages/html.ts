/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | Html | readonly Html[];

/** HTML from a template, of a name that formatters leave alone: what stands in it by name is escaped unless it is HTML itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = parts.map((part) =>
    typeof part === 'string'
      ? escaped(part)
      : [part]
          .flat()
          .map(({ text }) => text)
          .join('\n'),
  );
  return new Html(String.raw({ raw: strings }, ...texts));
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
