'use client'

import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../components/badge.tsx'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { Menu } from '../../../../components/menu.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { DeleteExtIdentityDocument, ExternalIdentitiesDocument, type IdentityRowFragment } from './operations.generated.ts'

const providers = [
  { value: '', label: 'All' },
  { value: 'AWS_IAM', label: 'AWS IAM' },
  { value: 'AZURE_ENTRA', label: 'Azure' },
]

export function IdentityList() {
  const { state, set, go, clear } = useFilters(listParsers)
  const { data, problem, stale, refetch } = usePageQuery(ExternalIdentitiesDocument, listVariables(state))
  const path = useOrganisationPath()
  const can = useCan()
  const deletion = useDialog('delete')
  const mayDelete = can('ExternalIdentities', 'delete')
  const columns = useMemo<Column<IdentityRowFragment>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        cell: (identity) => (
          <Link className="font-medium hover:underline" href={path(`/access/external-identities/${identity.id}`)}>
            {identity.name}
          </Link>
        ),
      },
      { id: 'trusts', header: 'Trusts', cell: ({ summary }) => <span className="break-words">{summary}</span> },
      {
        id: 'status',
        header: 'Status',
        cell: ({ enabled }) => (enabled ? <Badge tone="success">Enabled</Badge> : <Badge>Disabled</Badge>),
      },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: (identity) =>
          mayDelete && (
            <Menu
              label={`Actions for ${identity.name}`}
              items={[
                { label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => deletion.show(identity.id) },
              ]}
            />
          ),
      },
    ],
    [path, mayDelete, deletion.show],
  )
  const connection = data?.externalIdentities
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const filtered = state.q !== '' || state.provider !== null
  return (
    <>
      <PageHeader title="External Identities" description="Workloads that may sign in without a stored token." />
      {problem?.code === 'forbidden' && <NoPermission what="external identities" permission="ExternalIdentities: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection && (
        <>
          <search className="flex flex-wrap items-center gap-3">
            <SearchField label="Search external identities" value={state.q} onChange={(q) => set({ q })} />
            <FilterSelect
              label="Provider"
              value={state.provider ?? ''}
              choices={providers}
              onChange={(value) => set({ provider: value || null })}
            />
          </search>
          {rows.length === 0 && filtered ? (
            <FilteredEmpty what="external identities" onClear={clear} />
          ) : (
            <DataTable caption="External identities" columns={columns} rows={rows} stale={stale} />
          )}
          <Pager
            what="external identities"
            shown={rows.length}
            totalCount={connection.totalCount}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={state.after !== null}
            onNext={() => go({ after: connection.pageInfo.endCursor })}
            onPrevious={() => go({})}
          />
        </>
      )}
      <DeleteIdentity identity={rows.find(({ id }) => id === deletion.id)} onClose={deletion.close} />
    </>
  )
}

function DeleteIdentity({ identity, onClose }: { identity: IdentityRowFragment | undefined; onClose: () => void }) {
  const { send, busy } = useChange(DeleteExtIdentityDocument)
  const toast = useToast()
  const remove = async (id: string, name: string) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return
    toast.success(`${name} was deleted`, { detail: `${outcome.payload.revokedTokens ?? 0} tokens were revoked.` })
    onClose()
  }
  return (
    <ConfirmDialog
      open={identity !== undefined}
      onClose={onClose}
      title={`Delete ${identity?.name ?? ''}?`}
      typeToConfirm={identity?.name}
      confirmLabel="Delete identity"
      busyLabel="Deleting …"
      busy={busy}
      onConfirm={() => identity && void remove(identity.id, identity.name)}
    >
      <p>It is unbound everywhere, and the tokens it minted stop working at once. This cannot be undone.</p>
    </ConfirmDialog>
  )
}
