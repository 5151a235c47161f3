'use client'

import { UserCog, UserPlus, UserX } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../components/badge.tsx'
import { Button } from '../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { Link } from '../../../../components/link.tsx'
import { Menu } from '../../../../components/menu.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { Time } from '../../../../components/time.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath, useViewer } from '../../../../frame/viewer.tsx'
import { RoleLabel } from '../roles/role-label.tsx'
import { useRoleChoices } from '../roles/use-role-choices.ts'
import { memberParsers, memberVariables } from './list-state.ts'
import { type MemberRowFragment, MembersDocument } from './operations.generated.ts'
import { PendingInvites } from './pending-invites.tsx'

// The list stands before any of them is there.
const ChangeRoleDialog = dynamic(async () => (await import('./change-role-dialog.tsx')).ChangeRoleDialog, { ssr: false })
const InviteDialog = dynamic(async () => (await import('./invite-dialog.tsx')).InviteDialog, { ssr: false })
const RemoveMemberDialog = dynamic(async () => (await import('./remove-member-dialog.tsx')).RemoveMemberDialog, { ssr: false })

type SortField = 'NAME' | 'CREATED_AT'

export function MemberList() {
  const { state, set, go, clear } = useFilters(memberParsers)
  const { data, problem, stale, refetch } = usePageQuery(MembersDocument, memberVariables(state))
  const can = useCan()
  const roles = useRoleChoices()
  const invite = useDialog('invite')
  const changeRole = useDialog('role')
  const removal = useDialog('remove')
  const columns = useColumns({ onChangeRole: changeRole.show, onRemove: removal.show })
  const connection = data?.members
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const rowOf = (id: string | null) => rows.find((row) => row.id === id)
  const filtered = state.q !== '' || state.role !== null
  return (
    <>
      <PageHeader
        title="Members"
        description="People who sign in to this organisation, and what they may do."
        actions={
          can('Members', 'create') && (
            <Button variant="primary" onClick={() => invite.show()}>
              <UserPlus size={16} aria-hidden /> Invite a member
            </Button>
          )
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="members" permission="Members: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection && (
        <>
          <search className="flex flex-wrap items-center gap-3">
            <SearchField label="Search members" placeholder="Name or e-mail" value={state.q} onChange={(q) => set({ q })} />
            <FilterSelect
              label="Role"
              value={state.role ?? ''}
              choices={[{ value: '', label: 'Any' }, ...roles.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(role) => set({ role: role || null })}
            />
          </search>
          {rows.length === 0 && filtered ? (
            <FilteredEmpty what="members" onClear={clear} />
          ) : (
            <DataTable<MemberRowFragment, SortField>
              caption="Members"
              columns={columns}
              rows={rows}
              stale={stale}
              sort={{ field: state.sort, direction: state.direction }}
              onSort={({ field, direction }) => set({ sort: field, direction })}
            />
          )}
          <Pager
            what="members"
            shown={rows.length}
            totalCount={connection.totalCount}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={connection.pageInfo.hasPreviousPage}
            onNext={() => go({ after: connection.pageInfo.endCursor })}
            onPrevious={() => go({ before: connection.pageInfo.startCursor })}
          />
          <PendingInvites />
        </>
      )}
      <InviteDialog open={invite.open && can('Members', 'create')} onClose={invite.close} roles={roles} />
      <ChangeRoleDialog member={rowOf(changeRole.id)} roles={roles} onClose={changeRole.close} />
      <RemoveMemberDialog member={rowOf(removal.id)} onClose={removal.close} onRemoved={removal.close} />
    </>
  )
}

interface RowActions {
  onChangeRole: (id: string) => void
  onRemove: (id: string) => void
}

function useColumns({ onChangeRole, onRemove }: RowActions) {
  const path = useOrganisationPath()
  const can = useCan()
  const viewer = useViewer()
  const mayUpdate = can('Members', 'update')
  const mayDelete = can('Members', 'delete')
  return useMemo<Column<MemberRowFragment, SortField>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        sortField: 'NAME',
        cell: ({ id, fullName }) => (
          <span className="flex flex-wrap items-center gap-2">
            <Link className="font-medium break-words hover:underline" href={path(`/access/members/${id}`)}>
              {fullName}
            </Link>
            {id === viewer.id && <Badge tone="accent">You</Badge>}
          </span>
        ),
      },
      { id: 'email', header: 'E-mail', cell: ({ email }) => <span className="break-all">{email}</span> },
      { id: 'role', header: 'Role', cell: ({ role }) => <RoleLabel role={role} /> },
      { id: 'joined', header: 'Joined', sortField: 'CREATED_AT', cell: ({ createdAt }) => <Time at={createdAt} /> },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: ({ id, fullName, role }) => {
          // Nobody lays hands on the owner or on himself.
          if (role.managed === 'OWNER' || id === viewer.id) return null
          const items = [
            ...(mayUpdate ? [{ label: 'Change role', icon: <UserCog size={16} aria-hidden />, onSelect: () => onChangeRole(id) }] : []),
            ...(mayDelete ? [{ label: 'Remove', icon: <UserX size={16} aria-hidden />, danger: true, onSelect: () => onRemove(id) }] : []),
          ]
          return items.length > 0 && <Menu label={`Actions for ${fullName}`} items={items} />
        },
      },
    ],
    [path, viewer.id, mayUpdate, mayDelete, onChangeRole, onRemove],
  )
}
