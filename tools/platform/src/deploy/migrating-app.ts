/** Its release runs the migrations, of all tables: it is deployed before the others. */
export const MIGRATING_APP = 'api';
