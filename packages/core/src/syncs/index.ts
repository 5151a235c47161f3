export { refusalOf } from './asking.ts'
export * from './base.ts'
export { createSync } from './create.ts'
export * from './destination.ts'
export * from './difference.ts'
export {
  listSyncRuns,
  listSyncs,
  readCredentialsOfSyncs,
  readLastRuns,
  readSync,
  readSyncStandings,
  readSyncs,
  type SyncStanding,
} from './list.ts'
export { pauseSync, resumeSync } from './pause.ts'
export { type PlannedKey, planSync, type SyncPlan } from './plan.ts'
export { readSource, type SyncSource } from './read-source.ts'
export { type FoundRemoteSecret, listRemoteSecrets, type RemoteSecretPage } from './remote-secrets.ts'
export { deleteSync } from './remove.ts'
export { resolveDrift } from './resolve-drift.ts'
export { keysOfRun } from './run-keys.ts'
export { runSync } from './run-now.ts'
export * from './state.ts'
export * from './stop.ts'
export * from './store.ts'
export * from './sync.ts'
export { updateSync } from './update.ts'
