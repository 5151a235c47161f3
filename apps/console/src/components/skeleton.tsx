/** The place of something that is still on its way. */
export const Skeleton = ({ className = 'h-4 w-full' }: { className?: string }) => (
  <span aria-hidden className={`block animate-pulse rounded bg-hover ${className}`} />
)

const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** A list that is still on its way, as high as it will be. */
export const TableSkeleton = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-3">
    <Skeleton className="h-9 w-64" />
    <div className="flex flex-col divide-y divide-line rounded-lg border border-line">
      {eight.map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 px-4">
          <Skeleton className="h-4 w-1/4" />
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-1/6" />
        </div>
      ))}
    </div>
  </div>
)
