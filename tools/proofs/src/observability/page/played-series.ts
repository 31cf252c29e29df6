import type { PlayedInstant } from './played-time';

/** The labels that Prometheus gives to what it scrapes. */
type Target = Readonly<Record<'job' | 'instance', string>>;

/** Samples by series, as a Prometheus would have them that had scraped for an hour. */
export class Played {
  private readonly series = new Map<string, string[]>();

  /** @param samples a series without the labels of its target, and its value */
  add(instant: PlayedInstant, target: Target, samples: (readonly [string, number])[]): void {
    for (const [series, value] of samples) this.push(series, target, value, instant);
  }

  /** @param text as `/metrics` has it */
  addText(instant: PlayedInstant, target: Target, text: string): void {
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const space = line.lastIndexOf(' ');
      this.push(line.slice(0, space), target, Number(line.slice(space + 1)), instant);
    }
  }

  /** In the format that `promtool tsdb create-blocks-from openmetrics` reads. */
  *lines(): Generator<string> {
    for (const samples of this.series.values()) yield* samples;
    yield '# EOF\n';
  }

  private push(series: string, target: Target, value: number, instant: PlayedInstant): void {
    const [, name = '', labels] = /^([^{]+)(?:\{(.*)\})?$/.exec(series) ?? [];
    const all = [
      `job="${target.job}"`,
      `instance="${target.instance}"`,
      ...(labels ? [labels] : []),
    ];
    const full = `${name}{${all.join(',')}}`;
    const samples = this.series.get(full) ?? [];
    if (samples.length === 0) this.series.set(full, samples);
    samples.push(`${full} ${value} ${instant.at(instant.left)}\n`);
  }
}
