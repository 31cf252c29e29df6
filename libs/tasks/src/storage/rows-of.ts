/** The rows that a statement returned: TypeORM wraps those of UPDATE and DELETE. */
export function rowsOf<Row>(returned: unknown): Row[] {
  const [rows] = returned as [Row[] | Row | undefined, number?];
  return Array.isArray(rows) ? rows : (returned as Row[]);
}
