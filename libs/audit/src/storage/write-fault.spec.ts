import { writeFaultOf } from './write-fault';

const failed = (code: string | undefined, message = '') =>
  Object.assign(new Error(message), { code });

describe('a failed insert', () => {
  it.each(['22021', '22P02', '22P05', '23502', '54000'])('is the fault of a row: %s', (code) =>
    expect(writeFaultOf(failed(code))).toBe('unstorable'),
  );

  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    '08006',
    '25006',
    '28P01',
    '40P01',
    '42P01',
    '53100',
    '53300',
    '57014',
    '57P01',
    '57P03',
    '58030',
    'XX000',
    undefined,
  ])('is that of the database: %s', (code) => expect(writeFaultOf(failed(code))).toBe('away'));

  it('can be for a record that is there already', () =>
    expect(writeFaultOf(failed('23505'))).toBe('there already'));

  it('can be for want of a partition', () => {
    const message = 'no partition of relation "audit_record" found for row';
    expect(writeFaultOf(failed('23514', message))).toBe('no partition');
    expect(writeFaultOf(failed('23514', 'violates check constraint'))).toBe('unstorable');
  });
});
