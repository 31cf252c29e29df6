const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 has no form for. */
const unprintable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

/** Any text as the content of an element or attribute. */
export function xmlText(text: string): string {
  return text
    .replace(unprintable, '\u{FFFD}')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
