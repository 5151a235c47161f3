export * from './credential.ts'
export { issueExternalId } from './external-id.ts'
export * from './kind.ts'
export * from './store.ts'
