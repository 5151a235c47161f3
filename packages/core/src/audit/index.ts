export * from './event.ts'
export * from './list.ts'
export * from './record.ts'
export * from './store.ts'
