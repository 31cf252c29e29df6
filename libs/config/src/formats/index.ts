// What the variables of a company's own sections are made of.
export { boolean } from './boolean';
export { choice } from './choice';
export { duration } from './duration';
export { integer } from './integer';
export { list } from './list';
export { size } from './size';
export { text } from './text';
export { httpUrl } from './url';
