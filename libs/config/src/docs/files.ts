import { resolve } from 'node:path';
import { renderExample, renderPage } from './render';

const root = resolve(__dirname, '../../../..');

/** The files that are made from the declarations. */
export const generatedFiles = [
  { path: resolve(root, 'docs/configuration.md'), render: renderPage },
  { path: resolve(root, '.env.example'), render: renderExample },
];
