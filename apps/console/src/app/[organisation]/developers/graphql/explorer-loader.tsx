'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '../../../../components/skeleton.tsx'

/** Editor and schema are much more than other pages need, so they come when this one is opened. */
export const ExplorerLoader = dynamic(() => import('./explorer.tsx').then((module) => module.Explorer), {
  ssr: false,
  loading: () => (
    <div role="status" aria-label="Loading">
      <Skeleton className="h-96 w-full" />
    </div>
  ),
})
