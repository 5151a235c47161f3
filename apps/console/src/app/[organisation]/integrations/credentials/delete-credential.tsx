'use client'

import { useQuery } from '@apollo/client/react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { CredentialImpactDocument, type CredentialImpactQuery, DeleteCredentialDocument } from './operations.generated.ts'

interface DeleteCredentialProps {
  /** Undefined: nobody asks. */
  credential: { id: string; name: string } | undefined
  onClose: () => void
  /** After it is gone; before the page asks for it again. */
  onDeleted?: () => void
}

/** Says which syncs stop, and asks for the name. */
export function DeleteCredential({ credential, onClose, onDeleted }: DeleteCredentialProps) {
  const { send, busy } = useChange(DeleteCredentialDocument, { refresh: onDeleted === undefined })
  const toast = useToast()
  const impact = useQuery(CredentialImpactDocument, {
    variables: { id: credential?.id ?? '' },
    skip: credential === undefined,
    fetchPolicy: 'network-only',
  })
  const found = impact.data?.credential
  const remove = async (id: string, name: string) => {
    const outcome = await send({ input: { id, pausesSyncs: found?.syncCount !== 0 } })
    if (!outcome.ok) return
    toast.success(`${name} was deleted`, { detail: found?.syncCount ? 'The syncs that used it are paused.' : undefined })
    if (onDeleted) onDeleted()
    else onClose()
  }
  return (
    <ConfirmDialog
      key={credential?.id}
      open={credential !== undefined}
      onClose={onClose}
      title={`Delete ${credential?.name ?? ''}?`}
      typeToConfirm={credential?.name}
      confirmLabel={found?.syncCount ? 'Pause syncs and delete' : 'Delete credential'}
      busyLabel="Deleting …"
      busy={busy || (impact.loading && !found)}
      impact={<Impact found={found} loading={impact.loading} />}
      onConfirm={() => credential && void remove(credential.id, credential.name)}
    >
      <p>What is stored of it is forgotten at once. Nothing changes in your cloud: take the role or the keys away there, too.</p>
    </ConfirmDialog>
  )
}

/** Which syncs stop. */
function Impact({ found, loading }: { found: CredentialImpactQuery['credential'] | undefined; loading: boolean }) {
  if (loading && !found) return <Skeleton className="h-12 w-full" />
  if (!found) return <p className="text-muted">Which syncs use it could not be read; they are paused.</p>
  const syncs = found.syncs?.edges.map(({ node }) => node) ?? []
  if (found.syncCount === 0) return <p>No sync uses it.</p>
  const more = (found.syncCount ?? syncs.length) - syncs.length
  return (
    <div className="flex flex-col gap-2">
      <p>These syncs are paused until they are given other credentials:</p>
      <ul aria-label="Syncs that stop" className="list-disc pl-5">
        {syncs.map(({ id, summary, app, environment }) => (
          <li key={id} className="break-words">
            <span className="font-medium">{summary}</span>
            {app && environment && (
              <span className="text-muted">
                {' '}
                from {app.name}, {environment.name}
              </span>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p>and {more} more.</p>}
      {found.syncCount === null && <p>and those of apps that you may not see.</p>}
    </div>
  )
}
