'use client'

import { useMemo } from 'react'
import type { Column } from '../../../../../../components/data-table.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { EnvironmentNames } from './environment-names.tsx'
import { useHolders } from './holders.ts'
import { HoldersSection } from './holders-section.tsx'
import { AppMembersDocument, type AppMembersQuery } from './operations.generated.ts'

type Holder = NonNullable<AppMembersQuery['members']>['edges'][number]['node']

export function MembersSection() {
  const path = useOrganisationPath()
  const holders = useHolders(AppMembersDocument, ({ members }) => members)
  const columns = useMemo<Column<Holder>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        cell: ({ id, fullName, email }) => (
          <span className="flex flex-col">
            <Link className="font-medium break-words hover:underline" href={path(`/access/members/${id}`)}>
              {fullName}
            </Link>
            <span className="break-all text-muted">{email}</span>
          </span>
        ),
      },
      { id: 'role', header: 'Role', cell: ({ role }) => role?.name ?? '' },
      { id: 'environments', header: 'Environments', cell: ({ access }) => <EnvironmentNames access={access} /> },
    ],
    [path],
  )
  return (
    <HoldersSection
      title="Members"
      what="members"
      permission="Members: read"
      columns={columns}
      holders={holders}
      empty="No member holds an environment of this app that you hold too."
    />
  )
}
