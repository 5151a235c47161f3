import { Skeleton } from '../../../../components/skeleton.tsx'

/** The place of an exchange that is still on its way. */
export const DetailSkeleton = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-3">
    <Skeleton className="h-16 w-full" />
    <Skeleton className="h-64 w-full" />
  </div>
)
