'use client'

import { useQuery } from '@apollo/client/react'
import { ArrowLeft, ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Button } from '../../../../../components/button.tsx'
import { TableSkeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useCanInApps } from '../../../../../frame/viewer.tsx'
import type { AppEnvironmentFragment } from '../operations.generated.ts'
import { type Compared, keyOf } from './compared.ts'
import { ComparedRows } from './compared-rows.tsx'
import { CompareEnvironmentsDocument } from './operations.generated.ts'
import { PromoteDialog } from './promote-dialog.tsx'

interface ComparisonProps {
  left: AppEnvironmentFragment
  right: AppEnvironmentFragment
  path: string | null
  search: string
  onlyDifferences: boolean
}

export function Comparison({ left, right, path, search, onlyDifferences }: ComparisonProps) {
  const { data, error, refetch } = useQuery(CompareEnvironmentsDocument, {
    variables: { input: { leftId: left.id, rightId: right.id, path } },
    fetchPolicy: 'cache-and-network',
    errorPolicy: 'all',
  })
  const mayCopy = useCanInApps()('Secrets', 'create')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [target, setTarget] = useState<'left' | 'right'>()
  const all = data?.compareEnvironments
  const problem = error && problemOf(error)
  if (problem?.code === 'forbidden') return <NoPermission what="secrets" permission="Secrets: read (in apps)" />
  if (problem && !all) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!all) return <TableSkeleton />
  const count = (state: Compared['state']) => all.filter((row) => row.state === state).length
  const wanted = search.toLowerCase()
  const rows = all.filter((row) => (!onlyDifferences || row.state !== 'SAME') && row.key.toLowerCase().includes(wanted))
  const chosenRows = rows.filter((row) => chosen.has(keyOf(row)))
  return (
    <>
      <p role="status">
        {count('ONLY_LEFT')} only in {left.name} · {count('ONLY_RIGHT')} only in {right.name} · {count('DIFFERENT')} differ ·{' '}
        {count('SAME')} same
        {count('SEALED') > 0 && ` · ${count('SEALED')} sealed`}
      </p>
      {mayCopy && chosenRows.length > 0 && (
        <div className="sticky top-16 z-20 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-accent-soft px-4 py-2">
          <p className="mr-auto font-medium">{chosenRows.length} chosen</p>
          <Button onClick={() => setTarget('left')}>
            <ArrowLeft size={16} aria-hidden /> Copy to {left.name}
          </Button>
          <Button onClick={() => setTarget('right')}>
            Copy to {right.name} <ArrowRight size={16} aria-hidden />
          </Button>
        </div>
      )}
      {rows.length === 0 ? (
        <p className="text-muted">{all.length === 0 ? 'Neither of them has a secret.' : 'Nothing differs among these keys.'}</p>
      ) : (
        <ComparedRows rows={rows} left={left} right={right} chosen={chosen} onChoose={mayCopy ? setChosen : undefined} />
      )}
      <PromoteDialog
        rows={chosenRows}
        from={target === 'left' ? right : left}
        to={target === 'left' ? left : right}
        direction={target}
        onClose={() => setTarget(undefined)}
        onDone={() => {
          setTarget(undefined)
          setChosen(new Set())
        }}
      />
    </>
  )
}
