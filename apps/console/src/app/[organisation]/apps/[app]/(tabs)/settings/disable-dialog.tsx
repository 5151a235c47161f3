'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { AppAccountsDocument } from '../access/operations.generated.ts'
import { SetAppEncryptionDocument, SyncsOfAppDocument } from './operations.generated.ts'
import { SyncsInTheWay } from './syncs-in-the-way.tsx'

/** The server forgets its copies; says first who would no longer be served by it. */
export function DisableDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const app = useApp()
  const { send, busy } = useChange(SetAppEncryptionDocument)
  const toast = useToast()
  const { data, loading, error } = useQuery(AppAccountsDocument, {
    variables: { appId: app.id, first: 20 },
    skip: !open,
    fetchPolicy: 'network-only',
  })
  const maySeeSyncs = useCanInApps()('Integrations', 'read')
  const { data: syncData, loading: looksForSyncs } = useQuery(SyncsOfAppDocument, {
    variables: { appId: app.id, first: 20 },
    skip: !open || !maySeeSyncs,
    fetchPolicy: 'network-only',
  })
  const readers = data?.serviceAccounts
  const accounts = readers?.edges.map(({ node }) => node) ?? []
  const disable = async () => {
    const outcome = await send({ input: { appId: app.id, serverEncryption: false } })
    if (!outcome.ok) return
    toast.success('Server-side encryption is off')
    onClose()
  }
  if (open && syncData?.syncs && syncData.syncs.edges.length > 0) return <SyncsInTheWay syncs={syncData.syncs} onClose={onClose} />
  return (
    <ConfirmDialog
      open={open && !looksForSyncs}
      onClose={onClose}
      title="Disable server-side encryption?"
      typeToConfirm={readers && accounts.length === 0 ? undefined : app.name}
      confirmLabel="Disable"
      busyLabel="Disabling …"
      busy={busy}
      onConfirm={() => void disable()}
      impact={
        <div aria-live="polite">
          {loading && <p className="text-muted">Looking for accounts that read this app …</p>}
          {accounts.length > 0 && (
            <>
              <p>These accounts are no longer served plain values; only clients that decrypt themselves go on:</p>
              <ul className="mt-2 list-disc pl-5">
                {accounts.map(({ id, name }) => (
                  <li key={id} className="break-words">
                    {name}
                  </li>
                ))}
                {readers?.pageInfo.hasNextPage && <li>and more</li>}
              </ul>
            </>
          )}
          {!loading && error && (
            <p>
              Which accounts read this app could not be found out: {problemOf(error).message} All that do are no longer served plain values.
            </p>
          )}
          {readers && accounts.length === 0 && <p>No service account that you can see reads this app.</p>}
        </div>
      }
    >
      <p>
        The server forgets its copies of the keys. Search, compare, copy, references and plain REST reads stop at once for this app. Members
        keep their keys, and you can hand them over again.
      </p>
    </ConfirmDialog>
  )
}
