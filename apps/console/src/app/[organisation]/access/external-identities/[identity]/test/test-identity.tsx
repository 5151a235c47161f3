'use client'

import dynamic from 'next/dynamic'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { FreshIdentityDocument } from '../../form/operations.generated.ts'

const Tester = dynamic(async () => (await import('./tester.tsx')).Tester, {
  ssr: false,
  loading: () => <Skeleton className="h-80 w-full rounded-lg" />,
})

/** Tries a proof without a login: what each check says of it. */
export function TestIdentity({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(FreshIdentityDocument, { id })
  const identity = data?.externalIdentity
  if (!identity) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  return <Tester identity={identity} />
}
