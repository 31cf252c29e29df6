/** What runs of the image or the package of an app. */
export interface Deployed {
  /** The file, the environment, and what of it. */
  readonly name: string;
  readonly app: string;
  readonly variables: Readonly<Record<string, string>>;
}

export const environments = ['staging', 'production'] as const;
export type EnvironmentName = (typeof environments)[number];
