'use client'

import { Copy } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useChange } from '../../../../apollo/use-change.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../components/badge.tsx'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath, useViewer } from '../../../../frame/viewer.tsx'
import { lacking, type Rights } from '../rights.ts'
import { DeleteRoleDialog } from './delete-role-dialog.tsx'
import { permissionsInput, type RoleDraft } from './draft.ts'
import { RoleDetailDocument, type RoleDetailQuery, UpdateRoleDocument } from './operations.generated.ts'
import { RightsMatrix } from './rights-matrix.tsx'
import { RoleForm } from './role-form.tsx'
import { RoleLabel } from './role-label.tsx'

type Role = NonNullable<RoleDetailQuery['role']>

export function RoleDetail({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(RoleDetailDocument, { id })
  const path = useOrganisationPath()
  const crumbs = [{ label: 'Roles', href: path('/access/roles') }]
  if (data?.role) return <Detail role={data.role} matrix={data.permissionMatrix} crumbs={crumbs} />
  return (
    <>
      <PageHeader title="Role" crumbs={crumbs} />
      {problem?.code === 'forbidden' && <NoPermission what="roles" permission="Roles: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}

interface DetailProps {
  role: Role
  matrix: Rights
  crumbs: { label: string; href: string }[]
}

function Detail({ role, matrix, crumbs }: DetailProps) {
  const can = useCan()
  const path = useOrganisationPath()
  const router = useRouter()
  const deletion = useDialog('delete')
  const why = useWhyFixed(role)
  const isOwn = role.managed === null
  return (
    <>
      <PageHeader
        title={<RoleLabel role={role} />}
        crumbs={crumbs}
        description={role.description}
        actions={
          <>
            {!isOwn && <Badge>Managed</Badge>}
            {can('Roles', 'create') && (
              <ButtonLink href={path(`/access/roles/new?from=${role.id}`)}>
                <Copy size={16} aria-hidden /> Duplicate
              </ButtonLink>
            )}
            {isOwn && can('Roles', 'delete') && (
              <Button variant="danger" onClick={() => deletion.show(role.id)}>
                Delete
              </Button>
            )}
          </>
        }
      />
      <p className="text-muted">
        Held by {role.memberCount ?? 'an unknown number of'} members and {role.serviceAccountCount ?? 'an unknown number of'} service
        accounts.
      </p>
      {why === undefined ? (
        <Edit role={role} matrix={matrix} />
      ) : (
        <Section title="What it may do">
          <div className="flex flex-col gap-4">
            <p>{why}</p>
            <RightsMatrix roles={[role]} matrix={matrix} />
          </div>
        </Section>
      )}
      <DeleteRoleDialog
        role={deletion.open ? role : undefined}
        onClose={deletion.close}
        onDeleted={() => router.push(path('/access/roles'))}
      />
    </>
  )
}

/** Why the viewer cannot change the role; undefined when he can. The server decides again. */
function useWhyFixed({ name, managed, permissions }: Role): string | undefined {
  const can = useCan()
  const viewer = useViewer()
  if (managed !== null) return 'The managed roles are the same everywhere and cannot be changed. Duplicate this one to make your own.'
  if (!can('Roles', 'update')) return 'To change it you need the permission Roles: update.'
  if (viewer.roleName === name) return 'You hold this role yourself, and nobody changes the own role.'
  const missing = lacking(viewer.permissions, permissions)
  if (missing.length > 0) return `It holds rights that your own role lacks, such as ${missing[0]}. An owner or admin can change it.`
  return undefined
}

function Edit({ role, matrix }: { role: Role; matrix: Rights }) {
  const { send, busy } = useChange(UpdateRoleDocument, { quiet: true })
  const toast = useToast()
  const save = async (draft: RoleDraft) => {
    const { name, description, color } = draft
    const outcome = await send({ input: { id: role.id, name, description, color, permissions: permissionsInput(draft) } })
    if (outcome.ok) toast.success(`The role ${name} was saved`, { detail: 'It counts from the next request of everyone who holds it.' })
    return outcome
  }
  const { name, description, color, permissions } = role
  return <RoleForm initial={{ name, description, color, permissions }} matrix={matrix} saveLabel="Save role" busy={busy} onSave={save} />
}
