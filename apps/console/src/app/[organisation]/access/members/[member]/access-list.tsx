'use client'

import { Button } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useViewer } from '../../../../../frame/viewer.tsx'
import type { MemberAccessFragment, MemberDetailQuery } from './operations.generated.ts'

type Member = NonNullable<MemberDetailQuery['member']>

/** The environments that a member reaches, by app, as far as the viewer holds them too. */
export function AccessList({ member, onEdit }: { member: Member; onEdit: () => void }) {
  const { permissions } = useViewer()
  const mayEdit = permissions.app.Members?.includes('update') ?? false
  const reachesAll = member.role.managed === 'OWNER' || member.role.managed === 'ADMIN'
  if (!member.access) return null
  const apps = new Map<string, MemberAccessFragment[]>()
  for (const { node } of member.access.edges) apps.set(node.appId, [...(apps.get(node.appId) ?? []), node])
  const { totalCount } = member.access
  const shown = member.access.edges.length
  return (
    <Section title="Environment access" actions={mayEdit && !reachesAll && <Button onClick={onEdit}>Manage access</Button>}>
      <div className="flex flex-col gap-3">
        {reachesAll && (
          <p>The role {member.role.name} reaches every environment of the organisation, so there is nothing to give or take here.</p>
        )}
        {!reachesAll && apps.size === 0 && (
          <p className="text-muted">
            No environment yet. Without one, {member.fullName} sees no app and no secret; what may be done inside is settled by the role.
          </p>
        )}
        <ul className="flex flex-col gap-2">
          {[...apps.values()].map((list) => (
            <li key={list[0]?.appId} className="flex flex-wrap gap-x-3 gap-y-1">
              <span className="font-medium break-words">{list[0]?.appName}</span>
              <span className="break-words text-muted">{list.map(nameOf).join(', ')}</span>
            </li>
          ))}
        </ul>
        {totalCount !== null && totalCount > shown && (
          <p className="text-muted">
            {shown} of {totalCount} environments are shown.
          </p>
        )}
      </div>
    </Section>
  )
}

const nameOf = ({ environmentName }: MemberAccessFragment): string => environmentName
