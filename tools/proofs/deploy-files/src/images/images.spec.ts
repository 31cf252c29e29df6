import { complaints, complaintsOf, isInstalled } from '../run-tool';
import { textOf } from '../workspace';
import { dockerfileFaults } from './dockerfile-faults';

describe('the Dockerfiles', () => {
  const api = textOf('apps/api/Dockerfile');
  const worker = textOf('apps/worker/Dockerfile');

  it('pin what they build on, run as user 1000, and know their health', () => {
    expect(dockerfileFaults(api)).toEqual([]);
    expect(dockerfileFaults(worker)).toEqual([]);
  });

  it('differ by the name, the port, the words, and the rules that the worker carries', () => {
    const shared = (text: string) =>
      text
        .replace(/(# .*\n)?((# \/?platform:.*|COPY deploy\/\S*scaling.*)\n)+/, '')
        .replace(/800[01]/g, 'PORT')
        .replace(/WORKER_PORT|\bPORT\b/g, 'PORT')
        .replace(/description="[^"]*"/, '')
        .replace(/\b(api|worker)\b/g, 'APP');
    expect(shared(worker)).toBe(shared(api));
    expect(api).not.toMatch(/^COPY deploy\S*scaling/m);
  });

  it.each([
    ['a base without a digest', /@sha256:\w+/, '', /not pinned/],
    ['a fixed base', 'FROM ${DEBIAN_IMAGE}', 'FROM debian:12', /cannot be given in/],
    ['root', 'USER 1000:1000', 'USER root', /another user/],
    ['a /tmp of root', /VOLUME.*\n/, '', /belong to root/],
    ['a user by name', 'USER 1000:1000', 'USER node', /another user/],
    ['a syntax line', /^/, '# syntax=docker/dockerfile:1\n', /syntax line/],
    ['COPY --link', 'COPY --from', 'COPY --link --from', /--link/],
    ['a bundle of the host', 'COPY --from=bundle main.js', 'COPY apps/api/dist/main.js', /no dist/],
    ['npm install', 'npm ci', 'npm install', /lockfile/],
    ['a health check by curl', 'CMD ["node", "-e"', 'CMD ["curl", "-f"', /health check/],
    ['a shell as process 1', '["node", "main.js"]', 'node main.js', /process 1/],
    ['a RUN in the last stage', 'USER 1000', 'RUN true\nUSER 1000', /emulated/],
  ])('are refused with %s', (_, found, broken, message) => {
    const copy = api.replace(found, broken);
    expect(copy).not.toBe(api);
    expect(dockerfileFaults(copy).join('\n')).toMatch(message);
  });
});

const itWithShellcheck = isInstalled('shellcheck') ? it : it.skip;

describe('tools/proofs/images', () => {
  const parts = {
    run: 'say needs processes base-image stores build probe registry',
    compose: 'say needs processes base-image compose-up',
  };

  itWithShellcheck('has no fault that shellcheck knows', () => {
    const named = Object.values(parts).flatMap((names) => names.split(' '));
    const files = [
      ...Object.keys(parts),
      ...[...new Set(named)].map((part) => `${part}.sh`),
      'stand-ins/postgres-entrypoint.sh',
    ];
    const check = (file: string) => complaints('shellcheck', `tools/proofs/images/${file}`);
    expect(files.map(check).join('')).toBe('');
    for (const [program, names] of Object.entries(parts)) {
      expect(textOf(`tools/proofs/images/${program}`)).toContain(`for part in ${names};`);
    }
  });

  itWithShellcheck('would be refused with an unquoted variable', () => {
    const broken = '#!/bin/bash\nrm -rf $1/x\n';
    expect(complaintsOf(broken, 'run', (file) => complaints('shellcheck', file))).toContain(
      'SC2086',
    );
  });
});
