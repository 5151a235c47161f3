'use client'

import { Button, ButtonLink } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import type { SyncsOfAppQuery } from './operations.generated.ts'

interface SyncsInTheWayProps {
  syncs: NonNullable<SyncsOfAppQuery['syncs']>
  onClose: () => void
}

/** Says which syncs would stop; encryption is not switched off under them. */
export function SyncsInTheWay({ syncs: { edges, totalCount }, onClose }: SyncsInTheWayProps) {
  const { path } = useApp()
  const organisationPath = useOrganisationPath()
  const more = (totalCount ?? edges.length) - edges.length
  return (
    <Dialog
      open
      onClose={onClose}
      title="Server-side encryption is in use"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <ButtonLink href={path('/syncing')} variant="primary">
            Open Syncing
          </ButtonLink>
        </>
      }
    >
      <p>Syncs read this app on the server. Delete them first; then it can be switched off.</p>
      <ul aria-label="Syncs of this app" className="mt-2 list-disc pl-5">
        {edges.map(({ node: { id, summary, environment } }) => (
          <li key={id} className="break-words">
            <Link href={organisationPath(`/integrations/syncs/${id}`)} className="link">
              {summary}
            </Link>{' '}
            <span className="text-muted">from {environment?.name ?? 'an environment that you do not hold'}</span>
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
    </Dialog>
  )
}
