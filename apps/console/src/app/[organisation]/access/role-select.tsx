'use client'

import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/inputs.tsx'
import { useViewer } from '../../../frame/viewer.tsx'
import type { GivenRole } from './rights.ts'

interface RoleSelectProps {
  roles: readonly (GivenRole & { id: string })[]
  value: string
  onChange: (roleId: string) => void
  /** Why a role cannot be chosen; undefined when it can. */
  whyNot: (role: GivenRole, held: ReturnType<typeof useViewer>['permissions']) => string | undefined
  problem?: string
}

/** The roles that may be given; below, those that may not, and why. */
export function RoleSelect({ roles, value, onChange, whyNot, problem }: RoleSelectProps) {
  const { permissions } = useViewer()
  const judged = roles.map((role) => ({ role, reason: whyNot(role, permissions) }))
  const withheld = judged.filter(({ reason }) => reason !== undefined)
  const help = withheld.length > 0 && (
    <details>
      <summary className="rounded py-1">Roles that you cannot give here ({withheld.length})</summary>
      <ul className="list-disc pl-5">
        {withheld.map(({ role, reason }) => (
          <li key={role.id} className="break-words">
            {role.name}: {reason}.
          </li>
        ))}
      </ul>
    </details>
  )
  return (
    <>
      <Field label="Role" problem={problem}>
        {(control) => (
          <Select
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            choices={[
              { value: '', label: 'Choose a role' },
              ...judged.filter(({ reason }) => reason === undefined).map(({ role }) => ({ value: role.id, label: role.name })),
            ]}
          />
        )}
      </Field>
      {help && <div className="text-sm text-muted">{help}</div>}
    </>
  )
}
