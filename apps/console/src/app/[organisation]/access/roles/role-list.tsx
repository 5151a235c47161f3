'use client'

import { Copy, Pencil, Plus, ShieldPlus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { ButtonLink } from '../../../../components/button.tsx'
import { CheckField } from '../../../../components/check-field.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Menu } from '../../../../components/menu.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { DeleteRoleDialog } from './delete-role-dialog.tsx'
import { roleListParsers } from './list-state.ts'
import { RolesDocument, type RolesQuery } from './operations.generated.ts'
import { RightsMatrix } from './rights-matrix.tsx'
import { RoleLabel } from './role-label.tsx'

type Row = NonNullable<RolesQuery['roles']>['edges'][number]['node']

export function RoleList() {
  const { state, set, go } = useFilters(roleListParsers)
  const { data, problem, refetch } = usePageQuery(RolesDocument, { after: state.after })
  const can = useCan()
  const path = useOrganisationPath()
  const deletion = useDialog('delete')
  const columns = useColumns(deletion.show)
  const connection = data?.roles
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const custom = rows.filter(({ managed }) => managed === null)
  const compared = rows.filter(({ id, managed }) => managed !== null || state.compare.includes(id))
  return (
    <>
      <PageHeader
        title="Roles"
        description="What members and service accounts may do. Five roles are managed; make your own beside them."
        actions={
          can('Roles', 'create') && (
            <ButtonLink href={path('/access/roles/new')} variant="primary">
              <Plus size={16} aria-hidden /> Create a role
            </ButtonLink>
          )
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="roles" permission="Roles: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection && data && (
        <>
          {custom.length === 0 ? (
            <EmptyState icon={<ShieldPlus size={28} />} title="No roles of your own yet">
              <p>
                When the managed roles give too much or too little, make one that fits: for example one that reads logs and nothing else.
                {can('Roles', 'create') ? ' Start from scratch, or duplicate a managed role from its page.' : ''}
              </p>
            </EmptyState>
          ) : (
            <DataTable caption="Roles of your own" columns={columns} rows={custom} />
          )}
          {(connection.pageInfo.hasNextPage || state.after !== null) && (
            <Pager
              what="roles"
              shown={rows.length}
              totalCount={connection.totalCount}
              hasNext={connection.pageInfo.hasNextPage}
              hasPrevious={state.after !== null}
              onNext={() => go({ after: connection.pageInfo.endCursor })}
              onPrevious={() => go({})}
            />
          )}
          <Section title="What each role may do">
            <div className="flex flex-col gap-4">
              {custom.length > 0 && (
                <fieldset className="flex flex-wrap items-center gap-x-6">
                  <legend className="text-sm text-muted">Compare the managed roles with</legend>
                  {custom.map((role) => (
                    <CheckField
                      key={role.id}
                      label={<RoleLabel role={role} />}
                      checked={state.compare.includes(role.id)}
                      onChange={(on) =>
                        set({
                          after: state.after,
                          compare: on ? [...state.compare, role.id] : state.compare.filter((id) => id !== role.id),
                        })
                      }
                    />
                  ))}
                </fieldset>
              )}
              <RightsMatrix roles={compared} matrix={data.permissionMatrix} />
            </div>
          </Section>
        </>
      )}
      <DeleteRoleDialog role={custom.find(({ id }) => id === deletion.id)} onClose={deletion.close} onDeleted={deletion.close} />
    </>
  )
}

function useColumns(onDelete: (id: string) => void) {
  const can = useCan()
  const path = useOrganisationPath()
  const router = useRouter()
  const [mayCreate, mayUpdate, mayDelete] = [can('Roles', 'create'), can('Roles', 'update'), can('Roles', 'delete')]
  return useMemo<Column<Row>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        cell: (role) => (
          <Link className="font-medium hover:underline" href={path(`/access/roles/${role.id}`)}>
            <RoleLabel role={role} />
          </Link>
        ),
      },
      { id: 'description', header: 'Description', cell: ({ description }) => <span className="break-words">{description}</span> },
      { id: 'members', header: 'Members', align: 'right', cell: ({ memberCount }) => memberCount ?? '–' },
      { id: 'accounts', header: 'Service accounts', align: 'right', cell: ({ serviceAccountCount }) => serviceAccountCount ?? '–' },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: ({ id, name }) => {
          const items = [
            ...(mayUpdate ? [{ label: 'Edit', icon: <Pencil size={16} aria-hidden />, href: path(`/access/roles/${id}`) }] : []),
            ...(mayCreate
              ? [
                  {
                    label: 'Duplicate',
                    icon: <Copy size={16} aria-hidden />,
                    onSelect: () => router.push(path(`/access/roles/new?from=${id}`)),
                  },
                ]
              : []),
            ...(mayDelete ? [{ label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => onDelete(id) }] : []),
          ]
          return items.length > 0 && <Menu label={`Actions for ${name}`} items={items} />
        },
      },
    ],
    [path, router, mayCreate, mayUpdate, mayDelete, onDelete],
  )
}
