export * from './destination.ts'
export * from './difference.ts'
export * from './store.ts'
export * from './sync.ts'
