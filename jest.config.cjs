/**
 * `npm test`: the unit specs of every project in one run with one summary. The black-box tests of
 * *-e2e need built apps, so they run by their own Nx targets.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  projects: ['<rootDir>/{apps,libs,tools}/!(*-e2e)/jest.config.cjs'],
  passWithNoTests: true,
};
