/** The platforms that a bundle is made for; each has a folder in `src` with its `main.ts`. */
export const PLATFORMS = ['aws-lambda', 'google-cloud-functions', 'azure-functions'] as const;

export type Platform = (typeof PLATFORMS)[number];
