/** The same promises with the browser's primitives. The 1 GiB derivations run with Node's alone: both share one Argon2id. */
export default {
  root: import.meta.dirname,
  resolve: { conditions: ['browser'] },
  ssr: { resolve: { conditions: ['browser'] } },
  test: {
    include: ['src/**/*.test.ts'],
    exclude: ['src/**/*.slow.test.ts'],
    env: { BONAFIDE_PRIMITIVES: 'browser' },
    testTimeout: 30_000,
    maxWorkers: 2,
  },
}
