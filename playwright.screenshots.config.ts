import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** Pictures of every page, taken of the same server that the tests run against: `npm run screenshots`. */
export default defineConfig({
  ...tests,
  testDir: 'apps/console/e2e/screenshots',
  testMatch: '*.shots.ts',
  projects: [{ name: 'screenshots' }],
})
