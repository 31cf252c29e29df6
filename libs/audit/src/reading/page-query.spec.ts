import { pageQuery } from './page-query';

describe('the statement of a page', () => {
  it('reads the newest without a filter', () => {
    const { text, values } = pageQuery({}, undefined, 101);
    expect(text).toMatch(/ FROM audit_record ORDER BY at DESC, id DESC LIMIT \$1$/);
    expect(values).toEqual([101]);
  });

  it('has every value as a parameter', () => {
    const hostile = "'; DROP TABLE audit_record; --";
    const filter = { from: 0, to: 1, principal: '', client: hostile, name: hostile };
    const { text, values } = pageQuery(filter, { at: 5, id: 'an id' }, 11);
    expect(text).toContain(
      'WHERE at >= $1 AND at < $2 AND principal = $3 AND client_id = $4 AND name = $5 AND at <= $6 AND (at, id) < ($6, $7) ORDER BY at DESC, id DESC LIMIT $8',
    );
    expect(values).toEqual([
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.001Z',
      '',
      hostile,
      hostile,
      '1970-01-01T00:00:00.005Z',
      'an id',
      11,
    ]);
  });
});
