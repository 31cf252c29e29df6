import type { AuditEntry } from '../audit-entry';
import { CSV_HEADER, csvLine } from './csv';

const entry: AuditEntry = {
  id: '1',
  at: '2026-07-28T00:00:00.000Z',
  kind: 'tool',
  name: 'find_invoice',
  requestId: '7',
  traceId: null,
  principal: '',
  client: '',
  issuer: '',
  address: '',
  software: '',
  era: 'modern',
  outcome: 'ok',
  detail: null,
  durationMs: 1.5,
  bytesIn: 2,
  bytesOut: 3,
  arguments: { a: 'x,"y"' },
  count: 1,
};

const nameCell = (name: string) =>
  csvLine({ ...entry, name, arguments: null }).slice(
    '1,2026-07-28T00:00:00.000Z,tool,'.length,
    -',7,,,,,,,modern,ok,,1.5,2,3,,1\r\n'.length,
  );

describe('a line of CSV', () => {
  it('has a cell for each column', () => {
    expect(CSV_HEADER).toBe(
      'id,at,kind,name,requestId,traceId,principal,client,issuer,address,software,era,outcome,detail,durationMs,bytesIn,bytesOut,arguments,count\r\n',
    );
    expect(csvLine(entry)).toBe(
      '1,2026-07-28T00:00:00.000Z,tool,find_invoice,7,,,,,,,modern,ok,,1.5,2,3,"{""a"":""x,\\""y\\""""}",1\r\n',
    );
  });

  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['|calc', `"'|calc"`],
    ['  =1', `"'  =1"`],
    ['\t=1', `"'\t=1"`],
    ['\rx', `"'\rx"`],
    ['＝1', `"'＝1"`],
    ['"=1', `"""=1"`],
    ['a=1', 'a=1'],
    ['a\nb', '"a\nb"'],
  ])('makes no formula of %j', (name, cell) => expect(nameCell(name)).toBe(cell));
});
