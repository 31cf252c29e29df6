import { encodeCursor, type Position } from '@repo/database';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { PageRequest } from './requests';
import type { Page } from './views';

type Dated = ObjectLiteral & { readonly id: string; readonly createdAt: Date };

/**
 * Reads a page, newest first. However far back it lies it costs the same: an index leads to where the
 * page before ended.
 *
 * @param query of an entity with the alias `e`
 */
export async function pageOf<E extends Dated, V>(
  query: SelectQueryBuilder<E>,
  { limit, cursor }: PageRequest,
  view: (entity: E) => V,
): Promise<Page<V>> {
  if (cursor !== undefined) after(query, cursor);
  const found = await query
    .orderBy({ 'e.createdAt': 'DESC', 'e.id': 'DESC' })
    // One more than asked tells whether there is another page.
    .limit(limit + 1)
    .getMany();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next =
    found.length > limit && last !== undefined
      ? encodeCursor({ at: last.createdAt.getTime(), id: last.id })
      : null;
  return { items: shown.map(view), next };
}

function after<E extends Dated>(query: SelectQueryBuilder<E>, { at, id }: Position): void {
  query.andWhere('(e.createdAt, e.id) < (:at, :id)', { at: new Date(at), id });
}
