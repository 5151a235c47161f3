'use client'

import { useQuery } from '@apollo/client/react'
import { KeyRound } from 'lucide-react'
import { useEffect } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { CheckField } from '../../../../../components/check-field.tsx'
import { CopyButton } from '../../../../../components/copy.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { IssueExternalIdDocument, PendingExternalIdDocument } from './operations.generated.ts'
import type { DraftState } from './use-credential-draft.ts'

interface ExternalIdFieldProps {
  state: DraftState
  /** Whether the role belongs to this server's own account; undefined while nobody can tell. */
  isOwnAccount: boolean | undefined
}

/** Issued by the server and kept there until a credential uses it; only a role that exists already may bring one of its own. */
export function ExternalIdField({ state, isOwnAccount }: ExternalIdFieldProps) {
  const { externalId, existingRole } = state.draft
  const { send, busy } = useChange(IssueExternalIdDocument, { refresh: false, cached: false })
  usePending(state)
  const generate = async () => {
    const outcome = await send({})
    // Nothing that would be lost by leaving.
    if (outcome.ok) state.restore({ externalId: outcome.payload.externalId ?? '', existingRole: false })
  }
  return (
    <div className="flex flex-col gap-3">
      <Field label="EXTERNAL ID (Optional)" help={helpOf(isOwnAccount)} problem={state.problems.externalId}>
        {(control) => (
          <div className="flex flex-wrap items-center gap-2">
            <TextInput
              {...control}
              value={externalId}
              readOnly={!existingRole}
              placeholder={existingRole ? 'As the trust policy of the role has it' : 'None'}
              autoComplete="off"
              spellCheck={false}
              className="min-w-0 flex-1 basis-56 font-mono text-[13px] read-only:bg-surface"
              onChange={(event) => state.change({ externalId: event.target.value })}
            />
            {externalId !== '' && <CopyButton text={externalId} what="external id" />}
            {!existingRole &&
              (externalId === '' ? (
                <Button busy={busy} busyLabel="Generating …" onClick={() => void generate()}>
                  <KeyRound size={16} aria-hidden /> Generate
                </Button>
              ) : (
                <Button onClick={() => state.change({ externalId: '' })}>Leave blank</Button>
              ))}
          </div>
        )}
      </Field>
      {!existingRole && externalId !== '' && (
        <p role="status" className="text-sm text-muted">
          Kept for you until these credentials are saved: you can leave, make the role, and come back.
        </p>
      )}
      <CheckField
        label="The role exists already and asks for an external id of its own"
        checked={existingRole}
        onChange={(existing) => state.change({ existingRole: existing, externalId: '' })}
      />
      {existingRole && (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-sm">
          <span className="font-medium text-warning">Careful:</span> an external id that was not issued here may be known to others, or be
          the same for several of their customers. Better generate one and put it into the trust policy of the role.
        </p>
      )}
    </div>
  )
}

const helpOf = (isOwnAccount: boolean | undefined): string => {
  if (isOwnAccount === true) return 'The role belongs to the account of this server, so it may be left blank.'
  const why = 'It keeps others who use this server from having it sign in to your account in their name.'
  return isOwnAccount === false ? `The role belongs to another account than this server: generate one. ${why}` : why
}

/** Whoever left to make the role finds the id again that was generated then. */
function usePending({ draft, restore }: DraftState): void {
  const { data } = useQuery(PendingExternalIdDocument, { fetchPolicy: 'no-cache' })
  const pending = data?.pendingExternalId
  // Once, when the answer comes: what somebody does afterwards stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (pending && draft.externalId === '' && !draft.existingRole) restore({ externalId: pending })
  }, [pending])
}
