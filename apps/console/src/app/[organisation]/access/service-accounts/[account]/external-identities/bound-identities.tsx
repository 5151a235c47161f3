'use client'

import { Check, X } from 'lucide-react'
import { useMemo } from 'react'
import { Badge } from '../../../../../../components/badge.tsx'
import { Button } from '../../../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { providerNames } from '../../../tokens/providers.ts'
import type { BoundIdentityFragment } from './operations.generated.ts'
import { UnbindDialog } from './unbind-dialog.tsx'

export function BoundIdentities({ identities, mayUnbind }: { identities: readonly BoundIdentityFragment[]; mayUnbind: boolean }) {
  const path = useOrganisationPath()
  const { id: unbindingId, show, close } = useDialog('unbind')
  const columns = useMemo<Column<BoundIdentityFragment>[]>(
    () => [
      {
        id: 'name',
        header: 'Identity',
        cell: ({ id, name, provider, enabled }) => (
          <span className="flex flex-wrap items-center gap-2 max-sm:justify-end">
            <Badge>{providerNames[provider]}</Badge>
            <Link className="font-medium break-words hover:underline" href={path(`/access/external-identities/${id}`)}>
              {name}
            </Link>
            {!enabled && <Badge tone="warning">Disabled</Badge>}
          </span>
        ),
      },
      { id: 'trusts', header: 'Trusts', cell: ({ summary }) => <span className="break-words">{summary}</span> },
      { id: 'week', header: 'This week', cell: ({ stats }) => stats && <Week {...stats} /> },
      {
        id: 'last',
        header: 'Last exchange',
        cell: ({ lastExchangeAt }) => (lastExchangeAt ? <Time at={lastExchangeAt} /> : <span className="text-muted">Never</span>),
      },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        hidden: !mayUnbind,
        align: 'right',
        cell: ({ id, name }) => (
          <Button onClick={() => show(id)}>
            Unbind<span className="sr-only"> {name}</span>
          </Button>
        ),
      },
    ],
    [path, mayUnbind, show],
  )
  return (
    <>
      <DataTable caption="External identities that this account trusts" columns={columns} rows={identities} />
      <UnbindDialog identity={identities.find(({ id }) => id === unbindingId)} onClose={close} />
    </>
  )
}

/** Exchanges of the identity, for every account that trusts it. */
const Week = ({ accepted, refused }: { accepted: number; refused: number }) => (
  <span className="inline-flex items-center gap-3 whitespace-nowrap">
    <span className="inline-flex items-center gap-1">
      {accepted} <Check size={14} aria-hidden className="text-success" />
      <span className="sr-only">accepted</span>
    </span>
    <span className="inline-flex items-center gap-1">
      {refused} <X size={14} aria-hidden className="text-danger" />
      <span className="sr-only">refused</span>
    </span>
  </span>
)
