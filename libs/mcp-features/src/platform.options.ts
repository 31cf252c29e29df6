/** What the features cannot know by themselves. */
export abstract class PlatformOptions {
  /** The release of the app that hosts them. */
  abstract readonly version: string;
}
