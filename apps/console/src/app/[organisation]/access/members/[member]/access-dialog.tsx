'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import { CheckField } from '../../../../../components/check-field.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { SearchField } from '../../../../../components/filters.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../components/states.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { UnlockKeys } from '../../../../../frame/unlock-keys.tsx'
import { GrantableEnvironmentsDocument } from './operations.generated.ts'
import { useAccessEdit } from './use-access-edit.ts'

interface AccessDialogProps {
  member: { id: string; fullName: string }
  onClose: () => void
}

const pageSize = 25

/** Gives and takes environments. Apps that are not on the page stay as they are. */
export function AccessDialog({ member, onClose }: AccessDialogProps) {
  const toast = useToast()
  const edit = useAccessEdit(member.id)
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    const failure = await edit.save()
    if (failure !== undefined) return setProblem(failure)
    toast.success(`The access of ${member.fullName} was changed`)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title={`Environment access of ${member.fullName}`}
      description="Only environments that you hold yourself are shown. What may be done inside is settled by the role."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={edit.busy} busyLabel="Saving …" onClick={() => void save()}>
            Save access
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {edit.problem && <ErrorState problem={edit.problem} onRetry={edit.reload} />}
        {!edit.problem && !edit.chosen && <Skeleton className="h-24 w-full" />}
        {edit.chosen && <Apps chosen={edit.chosen} onToggle={edit.toggle} />}
        {edit.needsKeys && (
          <UnlockKeys why="Some of these apps are end-to-end encrypted: only you can wrap their keys for somebody else. Unlock your keys first." />
        )}
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}

interface AppsProps {
  chosen: ReadonlySet<string>
  onToggle: (environment: { id: string; serverEncryption: boolean }, on: boolean) => void
}

function Apps({ chosen, onToggle }: AppsProps) {
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(pageSize)
  const find = (text: string) => {
    setSearch(text)
    setLimit(pageSize)
  }
  const variables = { search: search === '' ? null : search, first: limit }
  const { data, previousData, error } = useQuery(GrantableEnvironmentsDocument, { variables, errorPolicy: 'all' })
  const connection = (data ?? previousData)?.apps
  if (error && !connection) return <ErrorState problem={problemOf(error)} />
  if (!connection) return <Skeleton className="h-24 w-full" />
  return (
    <>
      <SearchField label="Search apps" value={search} onChange={find} />
      {connection.edges.length === 0 && (
        <p className="text-muted">{search === '' ? 'There is no app yet whose environments you hold.' : 'No app has such a name.'}</p>
      )}
      {connection.edges.map(({ node: { id, name, serverEncryption, environments } }) => (
        <fieldset key={id} className="rounded-lg border border-line px-4 py-2">
          <legend className="flex items-center gap-2 px-1 font-medium break-words">
            {name} {!serverEncryption && <Badge tone="info">End-to-end</Badge>}
          </legend>
          <div className="flex flex-wrap gap-x-6">
            {environments?.edges.map(({ node }) => (
              <CheckField
                key={node.id}
                label={node.name}
                checked={chosen.has(node.id)}
                onChange={(on) => onToggle({ id: node.id, serverEncryption }, on)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {connection.pageInfo.hasNextPage && limit < 100 && (
        <div>
          <Button onClick={() => setLimit(limit + pageSize)}>Show more apps</Button>
        </div>
      )}
      {connection.pageInfo.hasNextPage && limit >= 100 && <p className="text-muted">There are more apps: search by name.</p>}
    </>
  )
}
