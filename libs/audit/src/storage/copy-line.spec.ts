import { aRecord } from '../testing/record.fixture';
import { copyLine, recordOfLine } from './copy-line';

describe('a line of COPY', () => {
  it.each(['plain', '', '\\N', '\\', '\\\\t', 'a\tb\nc\r\b\f\v', "'; --", 'ä😀\u2028', 'bfnrtv'])(
    'is one line, and tells the record again, with %j in every text',
    (text) => {
      const record = aRecord({
        name: text,
        requestId: text,
        traceId: text,
        principal: text,
        clientId: text,
        issuer: text,
        address: text,
        software: text,
        arguments: JSON.stringify({ [text]: text }),
        durationMs: 0.1 + 0.2,
        at: Date.UTC(2026, 10, 22, 1, 2, 3, 4),
      });
      const line = copyLine(record);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(recordOfLine(line.slice(0, -1))).toEqual(record);
    },
  );

  it('tells nothing from an empty text', () => {
    const record = aRecord({ detail: null, arguments: null, traceId: '' });
    expect(recordOfLine(copyLine(record).slice(0, -1))).toEqual(record);
  });
});
