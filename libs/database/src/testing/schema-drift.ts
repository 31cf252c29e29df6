import type { DataSource } from 'typeorm';

/**
 * The statements that would make the schema what the entities say: none, when the migrations and the
 * entities agree. Tables without an entity, such as partitions, and those of entities with
 * `synchronize: false` are not looked at.
 *
 * @example expect(await schemaDrift(database.dataSource)).toEqual([]);
 */
export async function schemaDrift(dataSource: DataSource): Promise<readonly string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
