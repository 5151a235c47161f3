export * from './destination.ts'
export * from './difference.ts'
