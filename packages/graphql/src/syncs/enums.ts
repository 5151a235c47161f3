/** The words of the SDL, in those of core. */
export const syncEnums = {
  DestinationId: { AWS_SECRETS_MANAGER: 'aws_secrets_manager' },
  SyncState: {
    PAUSED: 'paused',
    PENDING: 'pending',
    RUNNING: 'running',
    SYNCED: 'synced',
    RETRYING: 'retrying',
    NEEDS_ATTENTION: 'needs_attention',
  },
  DriftRule: { OVERWRITE: 'overwrite', ADOPT: 'adopt', STOP: 'stop' },
  DriftResolution: { OVERWRITE: 'overwrite', ADOPT: 'adopt' },
  ExistingSecretChoice: { OVERWRITE: 'overwrite', ADOPT: 'adopt', STOP: 'stop' },
  RemoteState: { ABSENT: 'absent', WITHOUT_VALUE: 'without_value', PRESENT: 'present' },
  SyncPlanChange: { ADD: 'add', CHANGE: 'change', REMOVE: 'remove', UNCHANGED: 'unchanged', KEEP: 'keep' },
  SyncRunReason: {
    CREATED: 'created',
    CHANGED: 'changed',
    MANUAL: 'manual',
    RESUMED: 'resumed',
    EDITED: 'edited',
    DRIFT_CHECK: 'drift_check',
    RESOLVED: 'resolved',
  },
  SyncRunOutcome: {
    RUNNING: 'running',
    WRITTEN: 'written',
    UNCHANGED: 'unchanged',
    FAILED: 'failed',
    STOPPED: 'stopped',
    LOST: 'lost',
  },
} as const
