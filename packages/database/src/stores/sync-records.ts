import type { SyncRecords } from '@bonafide/core'
import type { Executor } from '../executor.ts'

export function createSyncRecords(_db: Executor): SyncRecords {
  return {} as SyncRecords
}
