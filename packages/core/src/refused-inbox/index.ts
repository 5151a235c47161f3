export * from './dismiss.ts'
export { countUnverifiedRefusals, listRefusedCallers, type RefusedCaller } from './list.ts'
export * from './store.ts'
