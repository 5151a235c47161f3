import { defineConfig } from 'vitest/config'
export default defineConfig({ resolve: { alias: { '@bonafide/graphql': '/tmp/shim/graphql.ts' } }, test: { include: ['apps/console/integration/**/*.test.ts'], testTimeout: 30000, hookTimeout: 60000 } })
