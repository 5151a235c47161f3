import { Skeleton } from '../../../../../components/skeleton.tsx'

/** The place of the form that is still on its way. */
export const FormSkeleton = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-6">
    <Skeleton className="h-10 w-80" />
    <Skeleton className="h-28 w-full rounded-lg" />
    <Skeleton className="h-40 w-full rounded-lg" />
    <Skeleton className="h-72 w-full rounded-lg" />
  </div>
)
