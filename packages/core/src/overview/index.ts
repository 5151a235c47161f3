export { readAccountFigures, readIdentityFigures, readRoleCounts } from './figures.ts'
export { type IdentityStats, readIdentityStats } from './identity-stats.ts'
export * from './store.ts'
