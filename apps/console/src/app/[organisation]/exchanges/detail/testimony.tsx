'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { problemOf } from '../../../../apollo/problem.ts'
import { Button } from '../../../../components/button.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { ExchangeTestimonyDocument } from './operations.generated.ts'

/** What the platform vouched for, told when somebody asks: it can name people. */
export function Testimony({ id }: { id: string }) {
  const [asked, setAsked] = useState(false)
  return (
    <section aria-label="What the platform vouched for" className="flex flex-col gap-2">
      <h2 className="text-base">What the platform vouched for</h2>
      {asked ? (
        <Told id={id} />
      ) : (
        <div>
          <Button onClick={() => setAsked(true)}>Show what was vouched for</Button>
        </div>
      )}
    </section>
  )
}

function Told({ id }: { id: string }) {
  const { data, error } = useQuery(ExchangeTestimonyDocument, { variables: { id }, fetchPolicy: 'no-cache' })
  const testimony = data?.exchangeTestimony
  if (error) return <p className="text-muted">{problemOf(error).message}</p>
  if (!data) return <Skeleton className="h-24 w-full" />
  if (testimony === null || testimony === undefined)
    return <p className="text-muted">Nothing was kept: it was too much, or the login is older than this.</p>
  return <CodeBlock label="What the platform vouched for" code={JSON.stringify(testimony, null, 2)} />
}
