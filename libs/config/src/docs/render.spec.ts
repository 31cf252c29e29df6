import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseEnv } from 'node:util';
import { faultTexts } from '../testing/faults-of';
import { variables } from '../variables';
import { generatedFiles } from './files';
import { renderExample, renderPage } from './render';

describe('the documents made from the declarations', () => {
  it.each(generatedFiles.map((file) => [basename(file.path), file] as const))(
    '%s is up to date (else run: npx nx run config:docs)',
    (_name, { path, render }) => {
      expect(readFileSync(path, 'utf8')).toBe(render());
    },
  );

  it('have an entry for every variable', () => {
    for (const name of Object.keys(variables)) {
      expect(renderPage()).toContain(`\n### ${name}\n`);
      expect(renderExample()).toContain(`\n# ${name}=`);
    }
  });
});

describe('.env.example', () => {
  it('sets nothing as it is', () => {
    expect(parseEnv(renderExample())).toEqual({});
  });

  it('is valid when every line is taken into use', () => {
    const lines = renderExample().replace(/^# ([A-Z_]+=)/gm, '$1');
    const environment: Record<string, string | undefined> = { ...parseEnv(lines) };
    expect(Object.keys(environment).sort()).toEqual(Object.keys(variables).sort());
    expect(faultTexts(environment)).toEqual([]);
  });

  it('holds no secret that production would take', () => {
    const lines = renderExample().replace(/^# (JWT_SECRET=)/gm, '$1');
    const environment = {
      ...parseEnv(lines),
      ENVIRONMENT: 'production',
      DATABASE_URL: 'postgres://db',
      PUBLIC_URL: 'https://mcp.example.com',
    };
    expect(faultTexts(environment)).toEqual([expect.stringMatching(/^JWT_SECRET/)]);
  });
});
