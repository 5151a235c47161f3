'use client'

import { useRouter } from 'next/navigation'
import { useChange } from '../../../../apollo/use-change.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useCan, useOrganisationPath, useViewer } from '../../../../frame/viewer.tsx'
import { holds, type Rights } from '../rights.ts'
import { emptyDraft, permissionsInput, type RoleDraft } from './draft.ts'
import { CreateRoleDocument, NewRoleDocument, type NewRoleQuery } from './operations.generated.ts'
import { RoleForm } from './role-form.tsx'

/** A new role, empty or with what another one has. */
export function NewRole({ from }: { from: string | null }) {
  const { data, problem, refetch } = usePageQuery(NewRoleDocument, { from: from ?? '', duplicates: from !== null })
  const { send, busy } = useChange(CreateRoleDocument, { quiet: true })
  const { permissions } = useViewer()
  const can = useCan()
  const path = useOrganisationPath()
  const router = useRouter()
  const toast = useToast()
  const save = async (draft: RoleDraft) => {
    const { name, description, color } = draft
    const outcome = await send({ input: { name, description, color, permissions: permissionsInput(draft) } })
    if (!outcome.ok) return outcome
    toast.success(`The role ${name} was created`)
    router.push(path('/access/roles'))
    return outcome
  }
  return (
    <>
      {!can('Roles', 'create') && <NoPermission what="this form" permission="Roles: create" />}
      {can('Roles', 'create') && problem && <ErrorState problem={problem} onRetry={refetch} />}
      {can('Roles', 'create') && data?.permissionMatrix && !problem && (
        <RoleForm
          initial={draftOf(data.role, (side, resource, action) => holds(permissions, side, resource, action))}
          matrix={data.permissionMatrix}
          saveLabel="Create role"
          busy={busy}
          onSave={save}
        />
      )}
    </>
  )
}

type Holds = (side: keyof Rights, resource: string, action: Rights['app'][number]['actions'][number]) => boolean

/** What can be taken over from the role that is duplicated: rights that the viewer lacks are left out. */
function draftOf(role: NewRoleQuery['role'], isHeld: Holds): RoleDraft {
  if (!role) return emptyDraft
  const heldOf = (side: keyof Rights) =>
    role.permissions[side].map(({ resource, actions }) => ({
      resource,
      actions: actions.filter((action) => isHeld(side, resource, action)),
    }))
  return {
    name: `${role.name} copy`.slice(0, 64),
    description: role.description,
    color: role.color,
    permissions: { organisation: heldOf('organisation'), app: heldOf('app') },
  }
}
