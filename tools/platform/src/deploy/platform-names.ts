/** The platforms that run images. */
export const imagePlatforms = ['ecs', 'kubernetes', 'cloud-run', 'container-instances'] as const;

/** The platforms that run functions, and where the build puts the package of each. */
export const functionPackages = {
  lambda: 'aws-lambda',
  'cloud-functions': 'google-cloud-functions',
  'azure-functions': 'azure-functions',
} as const;

export type FunctionPlatform = keyof typeof functionPackages;

export const functionPlatforms = Object.keys(functionPackages) as FunctionPlatform[];

/** The platforms that an app can be deployed to: the configurations of its target `deploy`. */
export const platformNames = [...imagePlatforms, ...functionPlatforms] as const;

export type PlatformName = (typeof platformNames)[number];

export const isFunctionPlatform = (name: PlatformName): name is FunctionPlatform =>
  Object.hasOwn(functionPackages, name);
