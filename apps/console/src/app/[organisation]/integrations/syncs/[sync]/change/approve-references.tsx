'use client'

import { ChangeDialog } from './change-dialog.tsx'
import { usePlannedChange } from './use-planned-change.ts'

// Saving with a plan lets the sync read what the plan names; nothing else changes.
const nothing = {}

/** Lets a sync read the environments that its values refer to by now. */
export function ApproveReferences({ onClose }: { onClose: () => void }) {
  const planned = usePlannedChange()
  return (
    <ChangeDialog title="Environments that values refer to" onClose={onClose} change={nothing} planned={planned}>
      <p>
        A value of this sync refers to an environment that nobody let it read yet. Review what it would write with that value; saving it
        lets the sync read those environments that you hold yourself.
      </p>
    </ChangeDialog>
  )
}
