import { emptyOptions, type OptionsDraft, optionsOf, suggestedName } from '../../../../integrations/syncs/form/draft.ts'
import type { PlanSyncInput } from '../../../../integrations/syncs/plan/operations.generated.ts'

/** What the wizard holds beside its address. */
export interface SyncDraft extends OptionsDraft {
  kind: 'new' | 'existing'
  /** Null: the suggested one. */
  newName: string | null
  existingName: string
}

export const emptyDraft: SyncDraft = { ...emptyOptions, kind: 'new', newName: null, existingName: '' }

/** The draft with the name that it stands for. */
export const draftOf = (draft: SyncDraft, app: string, environment: { name: string }): SyncDraft => ({
  ...draft,
  secretName: draft.kind === 'existing' ? draft.existingName : (draft.newName ?? suggestedName(app, environment.name)),
})

interface Source {
  credential: string | null
  environment: { id: string }
  path: string
}

export interface WizardInput extends PlanSyncInput {
  environmentId: string
  path: string
  credentialId: string
  options: NonNullable<PlanSyncInput['options']>
  keyPrefix: string
  neverDeletes: boolean
}

export const planInputOf = (draft: SyncDraft, { credential, environment, path }: Source): WizardInput => ({
  environmentId: environment.id,
  path,
  credentialId: credential ?? '',
  options: optionsOf(draft),
  keyPrefix: draft.keyPrefix,
  neverDeletes: draft.neverDeletes,
})
