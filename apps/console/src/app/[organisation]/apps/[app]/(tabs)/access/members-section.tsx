'use client'

import { useQuery } from '@apollo/client/react'
import { useMemo, useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Button } from '../../../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { EnvironmentNames } from './environment-names.tsx'
import { membersOfApp } from './holders.ts'
import { AppMembersDocument } from './operations.generated.ts'

type Holder = ReturnType<typeof membersOfApp>[number]

export function MembersSection() {
  const { id: appId } = useApp()
  const path = useOrganisationPath()
  const [after, setAfter] = useState<string | null>(null)
  const { data, previousData, error, loading, refetch } = useQuery(AppMembersDocument, {
    variables: { appId, first: 20, after },
    errorPolicy: 'all',
  })
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
  const shown = data ?? previousData
  const problem = error && problemOf(error)
  const members = membersOfApp(shown)
  const more = shown?.members?.pageInfo
  return (
    <Section title="Members">
      <div className="flex flex-col gap-3">
        {problem?.code === 'forbidden' && <NoPermission what="members" permission="Members: read" />}
        {problem && problem.code !== 'forbidden' && !shown?.members && <ErrorState problem={problem} onRetry={() => void refetch()} />}
        {!shown && loading && <TableSkeleton />}
        {shown?.members && members.length > 0 && (
          <DataTable caption="Members with access" columns={columns} rows={members} stale={loading} />
        )}
        {shown?.members && members.length === 0 && (
          <p className="text-muted">Nobody on this page of members holds an environment of this app.</p>
        )}
        {more && (more.hasNextPage || after !== null) && (
          <div className="flex flex-wrap items-center gap-2">
            <p className="mr-auto text-sm text-muted">Members are looked through 20 at a time.</p>
            {after !== null && <Button onClick={() => setAfter(null)}>First members</Button>}
            {more.hasNextPage && <Button onClick={() => setAfter(more.endCursor)}>Next members</Button>}
          </div>
        )}
      </div>
    </Section>
  )
}
