/** The manifests of each app that runs on Cloud Run; only the api brings a migration. */
export const manifestFiles: Readonly<Record<string, { service: string; migration?: string }>> = {
  api: { service: 'service.yaml', migration: 'migration.yaml' },
  worker: { service: 'worker.yaml' },
};
