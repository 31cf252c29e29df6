/**
 * Gives the further servers of a fork their files for ECS, Cloud Run and Container Instances, for
 * which the generator made none at first.
 */
export { addMissingFiles as default } from '../generators/server/add-missing-files';
