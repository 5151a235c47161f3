import { defineConfig } from 'vitest/config'

const shared = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/console/src/**/*.test.ts',
            'apps/console/integration/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      // The same cryptography as browsers run it.
      'packages/crypto/vitest.browser.config.ts',
    ],
  },
})
