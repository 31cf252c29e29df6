import type { ProvidedFeature } from './feature-extension';

/**
 * The source of features that change while the server runs, such as one for each report that people
 * define. A provider that extends it is found at start; its features belong to the server that its
 * module names.
 *
 * It must return all features that it has now: one that is no longer there is removed. Every replica
 * asks its own, so it reads what they share.
 *
 * @example
 * ```ts
 * @Injectable()
 * export class ReportSource extends FeatureSource {
 *   constructor(private readonly reports: ReportStore) {
 *     super();
 *   }
 *
 *   async features() {
 *     const reports = await this.reports.all();
 *     return reports.map(({ name, title }) =>
 *       defineTool({ name, description: title }, () => this.reports.run(name)),
 *     );
 *   }
 * }
 * ```
 */
export abstract class FeatureSource {
  /**
   * All features of now, made by `defineTool` and its like.
   *
   * @param signal aborted after 10 s; the features of before stay then
   */
  abstract features(
    signal: AbortSignal,
  ): readonly ProvidedFeature[] | Promise<readonly ProvidedFeature[]>;
}
