import { migrationSource } from './migration-source';

describe('a generated migration', () => {
  it('is a class with the statements, and those back in reverse', () => {
    const { fileName, source } = migrationSource(
      'addNote to invoice',
      {
        upQueries: [{ query: 'ALTER TABLE a' }, { query: 'COMMENT `${b}`', parameters: [1] }],
        downQueries: [{ query: 'UNDO a' }, { query: 'UNDO b' }],
      },
      1_790_000_000_000,
    );
    expect(fileName).toBe('1790000000000-add-note-to-invoice.ts');
    expect(source).toContain('export class AddNoteToInvoice1790000000000 implements');
    expect(source).toContain('await runner.query(`COMMENT \\`\\${b}\\``, [1]);');
    expect(source.indexOf('UNDO b')).toBeLessThan(source.indexOf('UNDO a'));
  });
});
