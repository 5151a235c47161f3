export * from './access.ts'
export * from './app.ts'
export { createApp } from './create.ts'
export * from './encryption-mode.ts'
export {
  createEnvironment,
  deleteEnvironment,
  listEnvironments,
  listEnvironmentsOfApps,
  readEnvironment,
  readEnvironments,
  renameEnvironment,
  reorderEnvironments,
  resolveEnvironment,
} from './environments.ts'
export * from './grant-everything.ts'
export * from './introspect.ts'
export { deleteApp, listApps, readApp, readApps, updateApp } from './manage.ts'
export * from './reach.ts'
export * from './store.ts'
export * from './wrapped-keys.ts'
