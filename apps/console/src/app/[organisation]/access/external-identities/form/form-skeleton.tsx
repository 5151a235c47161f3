import { Skeleton } from '../../../../../components/skeleton.tsx'

/** The place of a form that is still on its way: fields at the left, what they mean at the right. */
export const FormSkeleton = () => (
  <div role="status" aria-label="Loading" className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
    <div className="flex flex-col gap-6">
      <Skeleton className="h-48 w-full rounded-lg" />
      <Skeleton className="h-72 w-full rounded-lg" />
      <Skeleton className="h-40 w-full rounded-lg" />
    </div>
    <div className="flex flex-col gap-6">
      <Skeleton className="h-40 w-full rounded-lg" />
      <Skeleton className="h-48 w-full rounded-lg" />
    </div>
  </div>
)
