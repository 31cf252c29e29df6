import { replaceSection, sectionOf } from './section';

const DOCUMENT = [
  'before',
  '<!-- bench:growth -->',
  'old',
  '<!-- /bench:growth -->',
  'between',
  '<!-- bench:profile -->',
  '<!-- /bench:profile -->',
  'after',
].join('\n');

describe('a section of a document', () => {
  it('is replaced, and nothing around it', () => {
    const replaced = replaceSection(DOCUMENT, 'growth', 'new\n');
    expect(replaced).toBe(DOCUMENT.replace('\nold\n', '\n\nnew\n\n'));
  });

  it('is read as it was written', () => {
    expect(sectionOf(replaceSection(DOCUMENT, 'growth', 'new\n'), 'growth')).toBe('new');
  });

  it('stays the same when it is replaced by the same again', () => {
    const once = replaceSection(DOCUMENT, 'profile', 'text');
    expect(replaceSection(once, 'profile', 'text')).toBe(once);
  });

  it.each([
    ['without markers', 'no markers'],
    ['with its markers the wrong way round', '<!-- /bench:growth -->\n<!-- bench:growth -->'],
  ])('is refused in a document %s', (_what, document) => {
    expect(() => replaceSection(document, 'growth', 'new')).toThrow('<!-- bench:growth -->');
  });
});
