/** Text that stands in a URI as it is. */
interface Text {
  readonly text: string;
}

/** Characters in a row, after the one that leads them. */
export interface Run {
  /** `/`, for example; empty where nothing leads. */
  readonly lead: string;
  /** The characters that it cannot hold. */
  readonly without: string;
  /** Whether another run of the kind may follow at once. */
  readonly repeats?: boolean;
  /** Whether it may be absent, or a lead alone. */
  readonly optional?: boolean;
}

export type Step = Text | Run;

/** Where a step ends that begins at a place of the URI; −1 where it or what follows does not fit. */
type Ends = Int16Array;

/**
 * Finds what the runs of a template are in a URI: each as long as it can be, the first above all,
 * as a regular expression would find them. From the end to the start, so that a URI costs its length
 * times the steps, whatever it holds; a regular expression tries again and again.
 */
export class TemplatePattern {
  constructor(private readonly steps: readonly Step[]) {}

  /**
   * @param uri of fewer than 32,768 characters
   * @returns the text of each run, without its lead; undefined where the URI does not fit
   */
  match(uri: string): string[] | undefined {
    if (!this.hasEnds(uri)) return undefined;
    const endsOfSteps: Ends[] = [];
    let rest: Ends | undefined;
    for (const step of this.steps.toReversed()) {
      rest = 'text' in step ? endsOfText(step.text, uri, rest) : endsOfRun(step, uri, rest);
      endsOfSteps.unshift(rest);
    }
    const runs: string[] = [];
    let start = 0;
    for (const [index, step] of this.steps.entries()) {
      const end = endsOfSteps[index]?.[start] ?? -1;
      if (end < 0) return undefined;
      if (!('text' in step)) runs.push(uri.slice(start + step.lead.length, end));
      start = end;
    }
    return start === uri.length ? runs : undefined;
  }

  /** What most URIs of other templates fail at once. */
  private hasEnds(uri: string): boolean {
    const first = this.steps[0];
    const last = this.steps.at(-1);
    return (
      (first === undefined || !('text' in first) || uri.startsWith(first.text)) &&
      (last === undefined || !('text' in last) || uri.endsWith(last.text))
    );
  }
}

function fits(rest: Ends | undefined, place: number, uri: string): boolean {
  return rest === undefined ? place === uri.length : (rest[place] ?? -1) >= 0;
}

function endsOfText(text: string, uri: string, rest: Ends | undefined): Ends {
  const ends = new Int16Array(uri.length + 1).fill(-1);
  for (let place = uri.indexOf(text); place >= 0; place = uri.indexOf(text, place + 1)) {
    const end = place + text.length;
    if (fits(rest, end, uri)) ends[place] = end;
  }
  return ends;
}

function endsOfRun(
  { lead, without, repeats, optional }: Run,
  uri: string,
  rest: Ends | undefined,
): Ends {
  const ends = new Int16Array(uri.length + 1);
  /** The same, where the run has begun before. */
  const inside = new Int16Array(uri.length + 3).fill(-1);
  const holds = (place: number) => place < uri.length && !without.includes(uri.charAt(place));
  /** Where a run ends that begins with the character at a place. */
  const begun = (place: number) => (holds(place) ? (inside[place + 1] ?? -1) : -1);
  for (let place = uri.length; place >= 0; place -= 1) {
    const isLed = lead === '' || uri.startsWith(lead, place);
    const here = fits(rest, place, uri) ? place : -1;
    const afterLead = place + lead.length;
    const next = isLed ? begun(afterLead) : -1;
    const longer = Math.max(begun(place), repeats === true ? next : -1);
    inside[place] = longer >= 0 ? longer : here;
    if (optional !== true) ends[place] = next;
    else ends[place] = isLed ? Math.max(inside[afterLead] ?? -1, here) : here;
  }
  return ends;
}
