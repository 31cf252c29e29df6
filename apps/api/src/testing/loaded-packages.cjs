/** Required before a program: writes to stderr which packages it had loaded in the end. */
process.once('exit', () => {
  const names = Object.keys(require.cache).map(
    (file) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1],
  );
  process.stderr.write(`loaded: ${[...new Set(names)].join(' ')}\n`);
});
