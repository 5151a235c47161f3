import type { SyncStore } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { createSyncQueue } from './sync-queue.ts'
import { createSyncRecords } from './sync-records.ts'

export const createSyncStore = (db: Executor): SyncStore => ({ ...createSyncRecords(db), ...createSyncQueue(db) })
